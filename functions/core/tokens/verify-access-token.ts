import { compactVerify } from 'jose';

import type { KeySetSource, PublicJwk, SigningAlgorithm } from '../keys/key-rings.ts';
import type { AccessTokenClaims } from './access-token-claims.ts';
import { checkClaims, type ExpectedClaims } from './check-claims.ts';
import { parseCompactJws, parseJsonPart } from './compact-jws.ts';
import { InvalidTokenError } from './invalid-token-error.ts';

/** What a verifier needs to judge a token. */
export interface Verification extends ExpectedClaims {
  /** The trust root: a key that is not in it does not exist. */
  readonly keys: KeySetSource;
}

/** What `jose` throws when the token is bad; anything else is a key that can't be used. */
const BAD_TOKEN_CODES = new Set([
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWS_INVALID',
  'ERR_JOSE_ALG_NOT_ALLOWED',
]);

/**
 * Verifies an access token (RFC 9068 §4, RFC 8725): its form, strictly; the key, looked up by `kid`
 * in the published set and nowhere else; the algorithm, which is the key's and which the header has
 * to agree with; the signature; then the claims.
 *
 * @param token as it came, without `Bearer`
 * @param verification.issuer what `iss` must be, byte for byte
 * @param verification.audiences `aud` must name one of them
 * @param verification.now milliseconds since the epoch
 * @returns its claims
 * @throws InvalidTokenError when the token is bad (401)
 * @throws Error anything else when the keys can't be had or can't be used (500)
 */
export async function verifyAccessToken(
  token: string,
  { keys, ...expected }: Verification,
): Promise<AccessTokenClaims> {
  const { algorithm, keyId, payload, signatureLength } = parseCompactJws(token);
  const key = await keys.find(keyId);
  if (key === null) throw new InvalidTokenError('unknown_key');
  if (algorithm !== key.alg) throw new InvalidTokenError('wrong_algorithm');
  if (signatureLength !== SIGNATURE_LENGTHS[key.alg](key)) {
    throw new InvalidTokenError('wrong_signature_length');
  }
  try {
    await compactVerify(token, key, { algorithms: [key.alg] });
  } catch (error) {
    if (BAD_TOKEN_CODES.has((error as { code?: string }).code ?? '')) {
      throw new InvalidTokenError('wrong_signature');
    }
    throw error;
  }
  return checkClaims(parseJsonPart(payload, 'malformed_payload').value, expected);
}

/** How long a signature is, in bytes (RFC 7518 §3.3, §3.4, RFC 8037 §3.1): one length a key. */
const SIGNATURE_LENGTHS: Readonly<Record<SigningAlgorithm, (key: PublicJwk) => number>> = {
  ES256: () => 64,
  EdDSA: () => 64,
  RS256: ({ n }) => (typeof n === 'string' ? Math.floor((n.length * 3) / 4) : 0),
};
