/** The claims of an access token (RFC 9068 §2.2). Times are seconds since the epoch. */
export interface AccessTokenClaims {
  readonly iss: string;
  /** The user's immutable id, `user:<uuid>`, or `client:<id>`. */
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly client_id: string;
  /** Space-separated (RFC 8693 §4.2). */
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** The refresh-token family; absent only in tokens without a session (`client:` subjects). */
  readonly sid?: string;
  readonly username?: string;
  readonly roles?: readonly string[];
  readonly auth_time?: number;
}
