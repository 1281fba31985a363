import type { AccessTokenClaims } from '../tokens/access-token-claims.ts';

/**
 * What the authorizer hands on to the functions behind it, which read it from
 * `event.requestContext.authorizer`. The gateway passes texts only; a member that the token has no
 * claim for is not there.
 */
export type AuthorizerContext = Readonly<{
  sub: string;
  clientId: string;
  /** Separated by spaces; may be empty. */
  scope: string;
  /** Separated by spaces; may be empty. */
  roles: string;
  /** Seconds since the epoch, in digits. A cached Allow outlives it: handlers have to look. */
  exp: string;
  username?: string;
  sid?: string;
}>;

/** @returns the context for a token */
export const contextOf = (claims: AccessTokenClaims): AuthorizerContext => ({
  sub: claims.sub,
  clientId: claims.client_id,
  scope: claims.scope,
  roles: (claims.roles ?? []).join(' '),
  exp: String(claims.exp),
  ...(claims.username === undefined ? {} : { username: claims.username }),
  ...(claims.sid === undefined ? {} : { sid: claims.sid }),
});

/** @returns a token's scopes and roles, as routes ask for them */
export const holdingsOf = ({ scope, roles = [] }: AccessTokenClaims) => ({
  scopes: scope.split(' '),
  roles,
});
