import type { KeySetSource } from '../keys/key-rings.ts';
import type { AccessTokenClaims } from './access-token-claims.ts';
import { checkClaims, type ExpectedClaims } from './check-claims.ts';
import { parseCompactJws, parseJsonPart } from './compact-jws.ts';
import { InvalidTokenError } from './invalid-token-error.ts';
import { verifySignature } from './verify-signature.ts';

/** What a verifier needs to judge a token. */
export interface Verification extends ExpectedClaims {
  /** The trust root: a key that is not in it does not exist. */
  readonly keys: KeySetSource;
}

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
  const jws = parseCompactJws(token);
  const key = await keys.find(jws.keyId);
  if (key === null) throw new InvalidTokenError('unknown_key');
  if (jws.algorithm !== key.alg) throw new InvalidTokenError('wrong_algorithm');
  if (!verifySignature(jws, key)) throw new InvalidTokenError('wrong_signature');
  return checkClaims(parseJsonPart(jws.payload, 'malformed_payload').value, expected);
}
