import type { APIGatewayProxyEvent } from 'aws-lambda';
import { JwtVerifier } from 'aws-jwt-verify';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { Authorized } from '../../../functions/middleware/authorized-event.ts';
import { createGuards } from '../../../functions/middleware/require-token.ts';
import { createTestIssuer, type BadTokens } from '../../../infra/testing/testing.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const ADA = { username: 'ada', scopes: ['orders:read'], roles: ['clerk'] };

describe('a test issuer’s token', () => {
  it.each(['ES256', 'RS256', 'EdDSA'] as const)(
    'passes jose, aws-jwt-verify and our own verifier (%s)',
    async (algorithm) => {
      const { issuer, audience, jwks, token, verify } = await createTestIssuer({
        algorithm,
        audience: 'https://api.example.com',
      });
      const ours = await token(ADA);
      const { payload } = await jwtVerify(ours, createLocalJWKSet({ keys: jwks.keys }), {
        issuer,
        audience,
        typ: 'at+jwt',
      });
      const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks.json` });
      verifier.cacheJwks({ keys: jwks.keys });
      expect(await verifier.verify(ours)).toMatchObject({ ...payload });
      expect(await verify(ours)).toMatchObject({
        iss: issuer,
        aud: audience,
        username: 'ada',
        scope: 'orders:read',
        roles: ['clerk'],
        client_id: 'default',
      });
    },
  );

  it('says the same user id at every run, and differs from the token before', async () => {
    const [one, other] = [await createTestIssuer(), await createTestIssuer()];
    const [first, second] = [
      await one.verify(await one.token(ADA)),
      await one.verify(await one.token(ADA)),
    ];
    expect(first.sub).toBe((await other.verify(await other.token(ADA))).sub);
    expect(first.sub).toMatch(/^user:[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
    expect(second.jti).not.toBe(first.jti);
  });

  it('can be a machine’s, which has neither name nor session', async () => {
    const { token, verify } = await createTestIssuer();
    const claims = await verify(await token({ machine: 'billing', scopes: ['orders:read'] }));
    expect(claims).toMatchObject({ sub: 'client:billing', scope: 'orders:read' });
    expect(claims).not.toHaveProperty('sid');
  });

  it('is good as long as it is told, by the clock that it is given', async () => {
    let now = NOW;
    const { token, verify } = await createTestIssuer({ now: () => now });
    const short = await token({ expiresInSeconds: 60 });
    await expect(verify(short)).resolves.toMatchObject({ exp: NOW / 1000 + 60 });
    now += 66_000;
    await expect(verify(short)).rejects.toThrow('expired');
    await expect(verify(await token({ expiresInSeconds: -60 }))).rejects.toThrow('expired');
  });

  it('is not made of scopes and roles with spaces in them', async () => {
    const { token } = await createTestIssuer();
    await expect(token({ scopes: ['a b'] })).rejects.toThrow('a scope is one word');
    await expect(token({ roles: ['a b'] })).rejects.toThrow('a role is one word');
  });
});

it.each<[keyof BadTokens, string]>([
  ['expired', 'expired'],
  ['tampered', 'wrong_signature'],
  ['foreignKey', 'wrong_signature'],
  ['unknownKey', 'unknown_key'],
  ['wrongIssuer', 'wrong_issuer'],
  ['wrongAudience', 'wrong_audience'],
  ['unsigned', 'not_compact'],
])('the bad token %s is refused by ours and by jose', async (name, reason) => {
  const { badTokens, verify, issuer, audience, jwks } = await createTestIssuer();
  const token = (await badTokens(ADA))[name];
  await expect(verify(token)).rejects.toThrow(reason);
  const keys = createLocalJWKSet({ keys: jwks.keys });
  await expect(jwtVerify(token, keys, { issuer, audience })).rejects.toThrow(/./);
});

describe('a test issuer’s event', () => {
  const { requireScopes } = createGuards(() => NOW);
  const handler = requireScopes('orders:read')(async (event: Authorized<APIGatewayProxyEvent>) => ({
    statusCode: 200,
    body: `${event.auth.username} ${event.pathParameters?.['id']} ${event.body}`,
  }));
  const request = {
    method: 'PUT',
    path: '/orders/42',
    resource: '/orders/{id}',
    pathParameters: { id: '42' },
    query: { full: 'yes' },
    body: { paid: true },
  };

  it('is what a handler gets behind the authorizer', async () => {
    const { event, verify } = await createTestIssuer({ now: () => NOW });
    const made = await event(request, ADA);
    expect(await handler(made, {})).toMatchObject({
      statusCode: 200,
      body: 'ada 42 {"paid":true}',
    });
    expect(made).toMatchObject({
      resource: '/orders/{id}',
      headers: { 'Content-Type': 'application/json' },
      multiValueQueryStringParameters: { full: ['yes'] },
      requestContext: { authorizer: { username: 'ada', roles: 'clerk' } },
    });
    const token = made.headers['Authorization']?.replace('Bearer ', '') ?? '';
    expect(await verify(token)).toMatchObject({ username: 'ada' });
  });

  it.each<[number, string, object | null]>([
    [401, 'nobody has been authorized', null],
    [401, 'the token has expired meanwhile', { ...ADA, expiresInSeconds: 0 }],
    [403, 'the scope is missing', { username: 'ada' }],
  ])('is refused with %d when %s', async (status, _why, caller) => {
    const { event } = await createTestIssuer({ now: () => NOW });
    expect(await handler(await event(request, caller), {})).toMatchObject({ statusCode: status });
  });
});
