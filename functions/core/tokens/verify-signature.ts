import { importJWK, type CryptoKey } from 'jose';

import type { PublicJwk, SigningAlgorithm } from '../keys/key-rings.ts';
import type { CompactJws } from './compact-jws.ts';

/** RFC 7518 §3.3. */
const LEAST_RSA_BITS = 2048;

const VERIFICATIONS: Readonly<
  Record<SigningAlgorithm, { readonly name: string; readonly hash?: string }>
> = {
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
  EdDSA: { name: 'Ed25519' },
};

/** Imported keys by the JWK that they came from: a key that leaves the set is forgotten with it. */
const imported = new WeakMap<PublicJwk, Promise<CryptoKey>>();

/**
 * Checks a signature with the algorithm that the key was published for, which nothing in the token
 * can change. A signature has one length (RFC 7518 §3.3, §3.4, RFC 8037 §3.1), so DER is none.
 *
 * The key is imported by `jose`; its `compactVerify` would check again what `parseCompactJws` has
 * settled, at a fifth of what the authorizer's bundle may weigh. The tests hold the two together.
 *
 * @returns whether it is the key's signature over the token's first two parts
 * @throws Error when the key can't be used: the key set is broken, whatever the token is
 */
export async function verifySignature(
  { signingInput, signature }: Pick<CompactJws, 'signingInput' | 'signature'>,
  key: PublicJwk,
): Promise<boolean> {
  const importing = imported.get(key) ?? importKey(key);
  imported.set(key, importing);
  const algorithm = VERIFICATIONS[key.alg];
  return crypto.subtle.verify(
    algorithm,
    await importing,
    Buffer.from(signature, 'base64url'),
    Buffer.from(signingInput, 'latin1'),
  );
}

/**
 * Verifies nothing, so that the runtime's cryptography is loaded before the first token needs it: to be
 * called while a function that has just started waits for its key set.
 */
export async function warmUpVerification(): Promise<void> {
  await verifySignature({ signingInput: '', signature: 'A'.repeat(86) }, BASE_POINT);
}

/** P-256's own generator as a key. Nobody signs with it, and no key set has it. */
const BASE_POINT: PublicJwk = {
  kty: 'EC',
  crv: 'P-256',
  kid: 'base-point',
  use: 'sig',
  alg: 'ES256',
  x: 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY',
  y: 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
};

async function importKey(key: PublicJwk): Promise<CryptoKey> {
  const result = await importJWK({ ...key }, key.alg);
  if (result instanceof Uint8Array || result.type !== 'public') {
    throw new Error(`key ${key.kid} of the key set is not a public key`);
  }
  const { modulusLength = LEAST_RSA_BITS } = result.algorithm as { modulusLength?: number };
  if (modulusLength < LEAST_RSA_BITS) {
    throw new Error(`key ${key.kid} of the key set has fewer than ${LEAST_RSA_BITS} bits`);
  }
  return result;
}
