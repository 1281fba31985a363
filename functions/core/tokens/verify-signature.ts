import { createPublicKey, verify, type KeyObject } from 'node:crypto';

import type { PublicJwk, SigningAlgorithm } from '../keys/key-rings.ts';
import type { CompactJws } from './compact-jws.ts';

/** RFC 7518 §3.3. */
const LEAST_RSA_BITS = 2048;

/** What an algorithm's key must be, and its hash (RFC 7518 §3.1, RFC 8037 §3.1). */
const ALGORITHMS: Readonly<
  Record<SigningAlgorithm, { readonly hash: string | null; fits(key: KeyObject): boolean }>
> = {
  ES256: {
    hash: 'sha256',
    fits: (key) => key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
  },
  RS256: {
    hash: 'sha256',
    fits: (key) =>
      key.asymmetricKeyType === 'rsa' &&
      (key.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS,
  },
  EdDSA: { hash: null, fits: (key) => key.asymmetricKeyType === 'ed25519' },
};

/** Imported keys by the JWK that they came from: a key that leaves the set is forgotten with it. */
const imported = new WeakMap<PublicJwk, KeyObject>();

/**
 * Checks a signature with the algorithm that the key was published for, which nothing in the token
 * can change. A signature has one length (RFC 7518 §3.3, §3.4, RFC 8037 §3.1), so DER is none.
 *
 * Node's own verification and not `jose`'s, which would check again what `parseCompactJws` has
 * settled: without it the authorizer weighs a fifth less and answers its first request some
 * milliseconds sooner. The tests hold the two together, signature by signature.
 *
 * @returns whether it is the key's signature over the token's first two parts
 * @throws Error when the key can't be used: the key set is broken, whatever the token is
 */
export function verifySignature(
  { signingInput, signature }: Pick<CompactJws, 'signingInput' | 'signature'>,
  key: PublicJwk,
): boolean {
  const publicKey = imported.get(key) ?? importKey(key);
  imported.set(key, publicKey);
  return verify(
    ALGORITHMS[key.alg].hash,
    Buffer.from(signingInput, 'latin1'),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
}

/**
 * Verifies nothing, so that the runtime's cryptography is loaded before the first token needs it: to be
 * called while a function that has just started waits for its key set.
 */
export function warmUpVerification(): void {
  verifySignature({ signingInput: '', signature: 'A'.repeat(86) }, BASE_POINT);
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

function importKey(key: PublicJwk): KeyObject {
  const publicKey = createPublicKey({ key, format: 'jwk' });
  if (!ALGORITHMS[key.alg].fits(publicKey)) {
    throw new Error(`key ${key.kid} of the key set is not one for ${key.alg}, or too small`);
  }
  return publicKey;
}
