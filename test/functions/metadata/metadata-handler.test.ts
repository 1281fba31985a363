import { createLocalJWKSet, jwtVerify } from 'jose';

import { createKeySetCache } from '../../../functions/core/keys/key-set-cache.ts';
import type { KeySet } from '../../../functions/core/keys/key-rings.ts';
import { activeKey } from '../../../functions/core/keys/ring-lifecycle.ts';
import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import { signAccessToken } from '../../../functions/core/tokens/sign-access-token.ts';
import type { EndpointLog } from '../../../functions/http/endpoint.ts';
import { createMetadataHandler } from '../../../functions/metadata/metadata-handler.ts';
import { keyWorld } from '../../fakes/key-world.ts';

const issuer = 'https://auth.example.com';

const setUp = async () => {
  const world = keyWorld();
  await ensureKeys(world.ports);
  const failures: unknown[] = [];
  const log: EndpointLog = {
    error: (_message, error) => void failures.push(error),
    info: () => {},
    record: () => {},
    withContext: () => log,
  };
  const handler = createMetadataHandler({
    log,
    allowedOrigins: [],
    ready: async () => {},
    keys: createKeySetCache({ secret: world.ports.keySet, clock: world.clock, report: () => {} }),
    settings: { issuer, scopesSupported: ['items:read'], passwordGrant: true, docs: true },
  });
  const get = async (document: string) =>
    handler({ httpMethod: 'GET', resource: `/.well-known/${document}`, headers: {} });
  return { world, failures, get };
};

describe('GET /.well-known/jwks.json', () => {
  test('serves the published set, which verifies what the active key signs', async () => {
    const { world, get } = await setUp();
    const answer = await get('jwks.json');
    expect(answer.statusCode).toBe(200);
    const set = JSON.parse(answer.body) as KeySet;
    expect(set).toEqual(world.set());
    const key = activeKey(world.signing());
    const claims = {
      iss: issuer,
      sub: 'user:1',
      aud: issuer,
      client_id: 'default',
      scope: '',
      iat: 1,
      exp: 2,
      jti: 'j',
    };
    const token = await signAccessToken(claims, key as NonNullable<typeof key>);
    const keys = createLocalJWKSet({ keys: set.keys.map((jwk) => ({ ...jwk })) });
    const { payload } = await jwtVerify(token, keys, { currentDate: new Date(1000) });
    expect(payload).toEqual(claims);
  });

  test('has public members only', async () => {
    const { get } = await setUp();
    const { keys } = JSON.parse((await get('jwks.json')).body) as KeySet;
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  test('fails closed with 500, and says nothing of why, when there is no set', async () => {
    const { world, get, failures } = await setUp();
    const stored = await world.ports.keySet.read();
    await world.ports.keySet.compareAndSwap(stored?.versionId ?? null, '{"keys":["hush"]}');
    const answer = await get('jwks.json');
    expect(answer.statusCode).toBe(500);
    expect(answer.headers['Cache-Control']).toBe('no-store');
    expect(answer.body).not.toMatch(/hush|unreadable/);
    expect(failures).toHaveLength(1);
  });
});

describe('the metadata documents', () => {
  test.each(['openid-configuration', 'oauth-authorization-server'])(
    '%s names the issuer byte for byte',
    async (document) => {
      const { get } = await setUp();
      const answer = await get(document);
      expect(answer.statusCode).toBe(200);
      expect(JSON.parse(answer.body)).toMatchObject({
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
      });
    },
  );

  test.each(['jwks.json', 'openid-configuration', 'oauth-authorization-server'])(
    '%s may be kept for 300 s, and read by the scripts of any origin',
    async (document) => {
      const { get } = await setUp();
      expect((await get(document)).headers).toMatchObject({
        'Content-Type': 'application/json',
        'Cache-Control': 'public, max-age=300',
        'Access-Control-Allow-Origin': '*',
        'X-Content-Type-Options': 'nosniff',
      });
    },
  );

  test('any other is not there', async () => {
    const { get } = await setUp();
    for (const document of ['constructor', '', 'jwks.json/', '../jwks.json']) {
      expect((await get(document)).statusCode).toBe(404);
    }
  });
});
