import {
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  jwtVerify,
} from 'jose';

import type { SigningAlgorithm, SigningKey } from '../../../functions/core/keys/key-rings.ts';
import type { AccessTokenClaims } from '../../../functions/core/tokens/access-token-claims.ts';
import { signAccessToken } from '../../../functions/core/tokens/sign-access-token.ts';

const claims: AccessTokenClaims = {
  iss: 'https://auth.example.com',
  sub: 'user:6a2b',
  aud: ['https://api.example.com', 'https://auth.example.com'],
  client_id: 'default',
  scope: 'items:read',
  iat: 1_800_000_000,
  exp: 1_800_000_900,
  jti: 'token-1',
  sid: 'family-1',
  username: 'johndoe',
  roles: ['reader'],
  auth_time: 1_800_000_000,
};

const newKey = async (alg: SigningAlgorithm, kid = 'k1') => {
  const pair = await generateKeyPair(alg, { extractable: true });
  const key: SigningKey = {
    kid,
    alg,
    state: 'active',
    createdAt: 0,
    privateJwk: (await exportJWK(pair.privateKey)) as SigningKey['privateJwk'],
  };
  return { key, publicJwk: await exportJWK(pair.publicKey) };
};

describe('signAccessToken', () => {
  test.each(['ES256', 'RS256', 'EdDSA'] as const)(
    'signs with %s, header as in RFC 9068 §2.1',
    async (alg) => {
      const { key, publicJwk } = await newKey(alg);
      const token = await signAccessToken(claims, key);
      expect(decodeProtectedHeader(token)).toEqual({ typ: 'at+jwt', alg, kid: 'k1' });
      const keys = createLocalJWKSet({ keys: [{ ...publicJwk, kid: 'k1', alg, use: 'sig' }] });
      const verified = await jwtVerify(token, keys, {
        algorithms: [alg],
        currentDate: new Date(claims.iat * 1000),
      });
      expect(verified.payload).toEqual(claims);
    },
  );

  test('leaves out what the claims leave out', async () => {
    const { key } = await newKey('ES256');
    const { sid: _sid, username: _username, roles: _roles, ...bare } = claims;
    const token = await signAccessToken({ ...bare, sub: 'client:batch', aud: bare.iss }, key);
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(payload).toEqual({ ...bare, sub: 'client:batch', aud: bare.iss });
  });

  test('refuses an RSA key below 2048 bits', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const privateJwk = privateKey.export({ format: 'jwk' }) as SigningKey['privateJwk'];
    const { key } = await newKey('RS256');
    await expect(signAccessToken(claims, { ...key, privateJwk })).rejects.toThrow(/2048/);
  });

  test('refuses a public key, a foreign key type and rubbish, and quotes none of it', async () => {
    const { key, publicJwk } = await newKey('ES256');
    const other = await newKey('EdDSA');
    for (const privateJwk of [
      publicJwk as SigningKey['privateJwk'],
      other.key.privateJwk,
      { kty: 'oct', k: 'c2VjcmV0LXN0dWZm' },
      { kty: 'EC', crv: 'P-256', x: 'c2VjcmV0LXN0dWZm', y: '', d: 'c2VjcmV0LXN0dWZm' },
    ]) {
      const error: unknown = await signAccessToken(claims, { ...key, privateJwk }).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(Error);
      expect(String((error as Error).stack)).not.toContain('c2VjcmV0');
      expect((error as Error).message).toBe('signing key k1 is not a private ES256 key');
      expect((error as Error).cause).toBeUndefined();
    }
  });
});
