import type { SessionRefusal } from '../authorization/session-check.ts';
import type { AccessTokenClaims } from './access-token-claims.ts';

/** Why an access token was refused. For the log; a client learns no more than `invalid_token`. */
export type InvalidTokenReason =
  | SessionRefusal
  | 'without_bearer'
  | 'too_large'
  | 'not_compact'
  | 'not_base64url'
  | 'malformed_header'
  | 'unexpected_header_member'
  | 'wrong_type'
  | 'malformed_key_id'
  | 'unknown_key'
  | 'wrong_algorithm'
  | 'wrong_signature'
  | 'malformed_payload'
  | 'malformed_claim'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'expired'
  | 'not_yet_valid'
  | 'issued_in_the_future'
  | 'lives_too_long';

/** Whose token it was, as claims say that our own key has signed. */
export interface TokenOwner {
  /** `sub`, when it is a user. */
  readonly userId?: string;
  /** `sid`. */
  readonly sessionId?: string;
}

/** @param claims of a token whose signature held, and no others: a forged token says what it likes */
export const ownerOf = ({ sub, sid }: Pick<AccessTokenClaims, 'sub' | 'sid'>): TokenOwner => ({
  ...(sub.startsWith('user:') ? { userId: sub } : {}),
  ...(sid === undefined ? {} : { sessionId: sid }),
});

/**
 * The token is bad, whoever looks at it: the answer is 401 `invalid_token` (RFC 6750 §3.1). Its
 * message has the reason and nothing of the token.
 */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
  readonly reason: InvalidTokenReason;
  /** For the log; empty as long as the signature has not been verified. */
  readonly owner: TokenOwner;

  constructor(reason: InvalidTokenReason, owner: TokenOwner = {}) {
    super(`the access token is not valid: ${reason}`);
    this.reason = reason;
    this.owner = owner;
  }
}
