import { compactVerify, exportJWK, generateKeyPair } from 'jose';

import type { PublicJwk, SigningAlgorithm } from '../../../functions/core/keys/key-rings.ts';
import { parseCompactJws } from '../../../functions/core/tokens/compact-jws.ts';
import {
  verifySignature,
  warmUpVerification,
} from '../../../functions/core/tokens/verify-signature.ts';
import { mutateSignature } from '../../attacks/attack-signatures.ts';
import { encode } from '../../attacks/forge.ts';
import { authorizerBench } from '../../fakes/authorizer-bench.ts';

const signed = async (alg: SigningAlgorithm) => {
  const bench = await authorizerBench(alg);
  const [header = '', payload = '', signature = ''] = (await bench.sign()).split('.');
  const [key] = bench.published.keys;
  if (key === undefined) throw new Error('the bench has a key');
  const bytes = Buffer.from(signature, 'base64url');
  const withSignature = (changed: Uint8Array) => `${header}.${payload}.${encode(changed)}`;
  return { key, bytes, withSignature };
};

describe.each(['ES256', 'RS256', 'EdDSA'] as const)('verifySignature with %s', (alg) => {
  it('says the same as jose of good, broken and strange signatures', async () => {
    const { key, bytes, withSignature } = await signed(alg);
    const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    });
    const answers: boolean[] = [];
    for (const signature of [bytes, ...flipped, ...mutateSignature(bytes).map(([, it]) => it)]) {
      const token = withSignature(signature);
      const jose = await compactVerify(token, key, { algorithms: [alg] }).then(
        () => true,
        () => false,
      );
      answers.push(verifySignature(parseCompactJws(token), key));
      expect(answers.at(-1)).toBe(jose);
    }
    expect(answers.filter(Boolean)).toHaveLength(1);
  });
});

describe('warmUpVerification', () => {
  it('leaves verification as it was', async () => {
    const { key, bytes, withSignature } = await signed('ES256');
    warmUpVerification();
    expect(verifySignature(parseCompactJws(withSignature(bytes)), key)).toBe(true);
    const zeros = parseCompactJws(withSignature(Buffer.alloc(64)));
    expect(verifySignature(zeros, key)).toBe(false);
  });
});

describe('verifySignature', () => {
  it('throws, whatever the token, for an RSA key of less than 2048 bits (RFC 7518 §3.3)', async () => {
    const { withSignature } = await signed('RS256');
    const small = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
    const jwk = await exportJWK(small.publicKey);
    const n = Buffer.from(jwk.n ?? '', 'base64url').subarray(0, 128);
    const key: PublicJwk = {
      kty: 'RSA',
      kid: 'small',
      use: 'sig',
      alg: 'RS256',
      e: jwk.e,
      n: encode(n),
    };
    const jws = parseCompactJws(withSignature(Buffer.alloc(128)));
    expect(() => verifySignature(jws, key)).toThrow('not one for RS256, or too small');
  });

  it('throws for a key of another curve than its algorithm has', async () => {
    const { withSignature, bytes } = await signed('ES256');
    const other = await generateKeyPair('ES384', { extractable: true });
    const jwk = await exportJWK(other.publicKey);
    const key = { ...jwk, kid: 'other', use: 'sig', alg: 'ES256' } as PublicJwk;
    const jws = parseCompactJws(withSignature(bytes));
    expect(() => verifySignature(jws, key)).toThrow('not one for ES256');
  });

  it('throws for a key that is no point of the curve', async () => {
    const { key, bytes, withSignature } = await signed('ES256');
    const broken: PublicJwk = { ...key, y: key['x'] };
    const jws = parseCompactJws(withSignature(bytes));
    expect(() => verifySignature(jws, broken)).toThrow('Invalid JWK');
  });
});
