import { importJWK, SignJWT, type CryptoKey } from 'jose';

import type { Jwk, SigningKey } from '../keys/key-rings.ts';
import type { AccessTokenClaims } from './access-token-claims.ts';

/**
 * Imported keys, by the JWK object they came from: a ring that was not re-read costs no import, and
 * a key that leaves its ring is forgotten with it.
 */
const imported = new WeakMap<Jwk, Promise<CryptoKey>>();

/**
 * Signs an access token in the JWT profile (RFC 9068 §2.1): header `typ: at+jwt`, the key's `alg`
 * and `kid`.
 *
 * @param claims the token's claims as they are; nothing is added
 * @param key the ring's active key
 * @returns the token in JWS compact serialization (RFC 7515 §3.1)
 * @throws Error when the key can't be used with its algorithm (an RSA modulus below 2048 bits,
 *   RFC 7518 §3.3); its text has nothing of the key
 */
export async function signAccessToken(claims: AccessTokenClaims, key: SigningKey): Promise<string> {
  const { aud, roles, ...rest } = claims;
  return new SignJWT({
    ...rest,
    aud: typeof aud === 'string' ? aud : [...aud],
    ...(roles === undefined ? {} : { roles: [...roles] }),
  })
    .setProtectedHeader({ typ: 'at+jwt', alg: key.alg, kid: key.kid })
    .sign(await importPrivateKey(key));
}

/**
 * Imports a key ahead of the first token that it signs, and the runtime's cryptography with it.
 *
 * @throws Error as `signAccessToken` does
 */
export async function prepareSigning(key: SigningKey): Promise<void> {
  await importPrivateKey(key);
}

const importPrivateKey = (key: SigningKey): Promise<CryptoKey> => {
  const known = imported.get(key.privateJwk);
  if (known !== undefined) return known;
  const importing = importOnce(key);
  imported.set(key.privateJwk, importing);
  return importing;
};

async function importOnce(key: SigningKey): Promise<CryptoKey> {
  let result: CryptoKey | Uint8Array;
  try {
    result = await importJWK({ ...key.privateJwk }, key.alg);
  } catch {
    // The library's own error may quote the key, so it doesn't become the cause.
    throw new Error(`signing key ${key.kid} is not a private ${key.alg} key`);
  }
  if (result instanceof Uint8Array || result.type !== 'private') {
    throw new Error(`signing key ${key.kid} is not a private ${key.alg} key`);
  }
  return result;
}
