import type { AccessTokenClaims } from './access-token-claims.ts';
import { InvalidTokenError, ownerOf, type InvalidTokenReason } from './invalid-token-error.ts';

/** What `exp` and `nbf` may be off by, in seconds, since clocks differ (RFC 7519 §4.1.4). */
export const CLOCK_TOLERANCE_SECONDS = 5;

/** An `iat` further ahead than this is absurd, in seconds. */
const MAX_ISSUED_AHEAD_SECONDS = 60;

/**
 * No access token lives longer, in seconds; the construct's access-token lifetime ends here too. So a
 * token that the signer was tricked or misconfigured into is no key for life.
 */
export const MAX_ACCESS_TOKEN_LIFETIME_SECONDS = 86_400;

/** What the verifier was told to expect. */
export interface ExpectedClaims {
  readonly issuer: string;
  /** The token's audience must name one of these (RFC 8725 §3.9). */
  readonly audiences: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Checks a payload whose signature held: required claims and their types (RFC 9068 §2.2), issuer,
 * audience, times. A `user:` subject needs its session and its name; other subjects have neither.
 *
 * @returns the claims
 * @throws InvalidTokenError naming the token's owner once the claims have their form
 */
export function checkClaims(
  payload: Readonly<Record<string, unknown>>,
  expected: ExpectedClaims,
): AccessTokenClaims {
  if (!isAccessTokenClaims(payload)) throw new InvalidTokenError('malformed_claim');
  const fault = faultOf(payload, expected);
  if (fault !== null) throw new InvalidTokenError(fault, ownerOf(payload));
  return payload;
}

/** @returns what speaks against claims of the right form, or `null` */
function faultOf(
  { iss, aud, exp, iat, nbf }: AccessTokenClaims & { readonly nbf?: number },
  { issuer, audiences, now }: ExpectedClaims,
): InvalidTokenReason | null {
  if (iss !== issuer) return 'wrong_issuer';
  const named: readonly string[] = typeof aud === 'string' ? [aud] : aud;
  if (!named.some((audience) => audiences.includes(audience))) return 'wrong_audience';
  const seconds = now / 1000;
  if (seconds >= exp + CLOCK_TOLERANCE_SECONDS) return 'expired';
  if (nbf !== undefined && nbf > seconds + CLOCK_TOLERANCE_SECONDS) return 'not_yet_valid';
  if (iat > seconds + MAX_ISSUED_AHEAD_SECONDS) return 'issued_in_the_future';
  return exp - iat > MAX_ACCESS_TOKEN_LIFETIME_SECONDS ? 'lives_too_long' : null;
}

const SUBJECT = /^(?:user|client):./;

const isAccessTokenClaims = (
  claims: Readonly<Record<string, unknown>>,
): claims is Readonly<Record<string, unknown>> & AccessTokenClaims => {
  const { iss, sub, aud, client_id, scope, iat, exp, nbf, jti } = claims;
  const { sid, username, roles, auth_time } = claims;
  return (
    isText(iss) &&
    isText(sub) &&
    SUBJECT.test(sub) &&
    (isText(aud) || (isTexts(aud) && aud.length > 0)) &&
    isText(client_id) &&
    typeof scope === 'string' &&
    isTime(iat) &&
    isTime(exp) &&
    (nbf === undefined || isTime(nbf)) &&
    isText(jti) &&
    isText(sid) === sub.startsWith('user:') &&
    isText(username) === sub.startsWith('user:') &&
    (sid === undefined || isText(sid)) &&
    (username === undefined || isText(username)) &&
    (roles === undefined || isTexts(roles)) &&
    (auth_time === undefined || isTime(auth_time))
  );
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);
/** A NumericDate (RFC 7519 §2) as our signer writes it: whole seconds, as a number. */
const isTime = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
