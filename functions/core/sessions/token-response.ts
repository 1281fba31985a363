/** A successful answer of the token endpoint (RFC 6749 §5.1). */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds until the access token expires; it counts down when a reply is given out again. */
  readonly expires_in: number;
  readonly refresh_token: string;
  /** Space-separated, as granted; empty when the user holds none of it. */
  readonly scope: string;
}
