import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

import type { Jwk, RefreshTokenKey, SigningAlgorithm, SigningKey } from './key-rings.ts';

/**
 * @param now milliseconds since the epoch
 * @returns a new signing key, not published yet: ES256 on P-256, EdDSA on Ed25519 (RFC 8037), RS256
 *   with a modulus of 2048 bits (RFC 7518 §3.3). Its id is the key's thumbprint (RFC 7638), so no
 *   two keys can share one.
 */
export async function generateSigningKey(alg: SigningAlgorithm, now: number): Promise<SigningKey> {
  const pair = await generateKeyPair(alg, {
    extractable: true,
    ...(alg === 'RS256' ? { modulusLength: 2048 } : {}),
  });
  const privateJwk = (await exportJWK(pair.privateKey)) as Jwk;
  const kid = await calculateJwkThumbprint(privateJwk, 'sha256');
  return { kid, alg, state: 'next', createdAt: now, privateJwk };
}

/**
 * @param random the source of randomness
 * @param now milliseconds since the epoch
 * @returns a new MAC key of 256 bits (as long as the hash, RFC 2104 §3), not published yet
 */
export function generateRefreshTokenKey(
  random: { bytes(length: number): Uint8Array },
  now: number,
): RefreshTokenKey {
  return {
    kid: base64url(random.bytes(9)),
    state: 'next',
    createdAt: now,
    secret: base64url(random.bytes(32)),
  };
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
