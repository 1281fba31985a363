import { InvalidTokenError } from '../../../functions/core/tokens/invalid-token-error.ts';
import { verifyAccessToken } from '../../../functions/core/tokens/verify-access-token.ts';
import { es256, forge, type Members } from '../../attacks/forge.ts';
import { authorizerBench, ISSUER, NOW } from '../../fakes/authorizer-bench.ts';

const now = NOW / 1000;

async function verifier() {
  const { ports, claims, sign, key, privateKey, world } = await authorizerBench();
  const { issuer, audiences, keys } = ports;
  const verify = (token: string, at = NOW) =>
    verifyAccessToken(token, { issuer, audiences, keys, now: at });
  const reasonFor = (token: string, at = NOW) =>
    verify(token, at).then(
      () => 'accepted',
      (error: unknown) => (error instanceof InvalidTokenError ? error.reason : error),
    );
  const header = { typ: 'at+jwt', alg: 'ES256', kid: key.kid };
  const raw = (changedHeader: Members, changedClaims: Members) =>
    forge({ ...header, ...changedHeader }, { ...claims, ...changedClaims }, es256(privateKey));
  return { verify, reasonFor, claims, sign, raw, world };
}

describe('verifyAccessToken', () => {
  it('gives the claims of a good token', async () => {
    const { verify, sign, claims } = await verifier();
    expect(await verify(await sign())).toEqual(claims);
  });

  it('accepts the issuer as an audience, and a list that names one of the audiences', async () => {
    const { verify, sign } = await verifier();
    await expect(verify(await sign({ aud: ISSUER }))).resolves.toBeDefined();
    await expect(verify(await sign({ aud: ['https://x.example', ISSUER] }))).resolves.toBeDefined();
  });

  it('accepts a client without a session', async () => {
    const { verify, raw } = await verifier();
    const token = raw({}, { sub: 'client:batch', sid: undefined, username: undefined });
    await expect(verify(token)).resolves.toMatchObject({ sub: 'client:batch' });
  });

  it.each([
    ['unexpected_header_member', { crit: ['exp'] }, {}],
    ['wrong_type', { typ: 'JWT' }, {}],
    ['malformed_key_id', { kid: '../key' }, {}],
    ['unknown_key', { kid: 'nobody' }, {}],
    ['unknown_key', { kid: '__proto__' }, {}],
    ['wrong_algorithm', { alg: 'none' }, {}],
    ['wrong_algorithm', { alg: 'RS256' }, {}],
    ['malformed_claim', {}, { exp: String(now) }],
    ['malformed_claim', {}, { sid: undefined }],
    ['wrong_issuer', {}, { iss: `${ISSUER}/` }],
    ['wrong_audience', {}, { aud: 'https://other.example' }],
    ['expired', {}, { exp: now - 5 }],
    ['not_yet_valid', {}, { nbf: now + 6 }],
    ['issued_in_the_future', {}, { iat: now + 61, exp: now + 900 }],
    ['lives_too_long', {}, { exp: now + 86_401 }],
  ])('refuses with %s', async (reason, header, claims) => {
    const { reasonFor, raw } = await verifier();
    expect(await reasonFor(raw(header, claims))).toBe(reason);
  });

  it('says what is wrong with the form', async () => {
    const { reasonFor, sign } = await verifier();
    const token = await sign();
    expect(await reasonFor('x'.repeat(8193))).toBe('too_large');
    expect(await reasonFor('a.b')).toBe('not_compact');
    expect(await reasonFor(`${token}.a`)).toBe('not_compact');
    expect(await reasonFor(`${token}=`)).toBe('not_base64url');
    expect(await reasonFor('AAAA.AAAA.AAAA')).toBe('malformed_header');
    expect(await reasonFor(`${token.slice(0, -4)}AAAA`)).toBe('wrong_signature');
  });

  it('gives clocks five seconds, and no more', async () => {
    const { reasonFor, raw } = await verifier();
    const token = raw({}, { nbf: now, exp: now + 900 });
    expect(await reasonFor(token, NOW + 904_999)).toBe('accepted');
    expect(await reasonFor(token, NOW + 905_000)).toBe('expired');
    expect(await reasonFor(token, NOW - 5000)).toBe('accepted');
    expect(await reasonFor(token, NOW - 5001)).toBe('not_yet_valid');
  });

  it('reads nothing for a token whose form is wrong', async () => {
    const { reasonFor, raw, world } = await verifier();
    await reasonFor(raw({ kid: '../key' }, {}));
    await reasonFor('a.b.c');
    expect(world.keySetReads).toBe(0);
  });

  it('fails otherwise than with InvalidTokenError when there are no keys', async () => {
    const { reasonFor, sign, world } = await verifier();
    world.keySet = null;
    expect(await reasonFor(await sign())).toMatchObject({ name: 'KeySetUnavailableError' });
  });

  it('has nothing of the token in its error', async () => {
    const { verify, sign } = await verifier();
    const token = `${(await sign()).slice(0, -4)}AAAA`;
    const error = await verify(token).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: 'the access token is not valid: wrong_signature' });
    expect((error as Error).cause).toBeUndefined();
  });
});
