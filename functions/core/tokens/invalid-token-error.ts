import type { SessionRefusal } from '../authorization/session-check.ts';

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

/**
 * The token is bad, whoever looks at it: the answer is 401 `invalid_token` (RFC 6750 §3.1). Its
 * message has the reason and nothing of the token.
 */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
  readonly reason: InvalidTokenReason;

  constructor(reason: InvalidTokenReason) {
    super(`the access token is not valid: ${reason}`);
    this.reason = reason;
  }
}
