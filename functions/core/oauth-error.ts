/**
 * The error codes that a client of this service can see. A closed union, so that the table that
 * maps a code to its HTTP status is exhaustive (RFC 6749 §5.2, RFC 7009 §2.2.1).
 */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'unsupported_token_type'
  | 'temporarily_unavailable'
  | 'server_error';

/**
 * A refusal with two audiences: `code` and `description` go to the client, `reason` to the log.
 *
 * @param code what the client sees
 * @param description a fixed text for the client, in the charset of RFC 6749 §5.2; it never quotes
 *   the request
 * @param reason the true reason, for the security log only
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;
  readonly description: string;
  readonly reason: string;
  /** The HTTP status where it is not the code's usual one (413, 415, 429). */
  readonly status: number | null;
  /** When to come back, in seconds, where that is known. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: OAuthErrorCode,
    description: string,
    reason: string,
    options: {
      readonly status?: number;
      readonly retryAfterSeconds?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`${code}: ${reason}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.description = description;
    this.reason = reason;
    this.status = options.status ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
