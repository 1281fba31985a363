import type { RoleScopes } from '../scopes.ts';

/** What the service's owner decided about sessions; the same for every client. */
export interface SessionSettings {
  /** The `iss` of every token, byte for byte (RFC 8414 §2). */
  readonly issuer: string;
  /** The `aud` of every token without reserved scopes (RFC 9068 §3). */
  readonly audience: string;
  /** How long an access token lives. Longer than the overlap window. */
  readonly accessTokenTtlSeconds: number;
  /** How long a session lives without a refresh. */
  readonly refreshTokenIdleTtlSeconds: number;
  /** How long a session lives at most, counted from the login. */
  readonly refreshTokenAbsoluteTtlSeconds: number;
  /** How long a superseded refresh token still gets its successor; 5 at least. */
  readonly overlapWindowSeconds: number;
  /** What each role stands for. */
  readonly roleScopes: RoleScopes;
  /** The scopes that the service's routes, roles and owner name; another one is refused. */
  readonly scopesSupported: readonly string[];
}
