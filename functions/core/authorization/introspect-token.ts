import type { SecurityLog } from '../events/security-event.ts';
import { orUnavailable } from '../or-unavailable.ts';
import type { AccessTokenClaims } from '../tokens/access-token-claims.ts';
import { InvalidTokenError, ownerOf } from '../tokens/invalid-token-error.ts';
import { authenticateToken, type AuthenticationPorts } from './authenticate.ts';
import type { SessionReader } from './session-check.ts';

/** What introspection needs of the outside. */
export interface IntrospectionPorts extends AuthenticationPorts {
  /** Sessions are always looked at: introspection is for those who can't wait for `exp`. */
  readonly sessions: SessionReader;
  readonly securityLog: SecurityLog;
}

/** The answer (RFC 7662 §2.2). An inactive token's says nothing else, not even why. */
export type Introspection =
  | { readonly active: false }
  | (AccessTokenClaims & { readonly active: true; readonly token_type: 'Bearer' });

/**
 * Tells the state of an access token as of now: by the authorizer's own check, and nothing is cached.
 * A refresh token is inactive, since its keys are not ours to read, and nobody but this service takes
 * one.
 *
 * @param token as presented, untrusted
 * @param clientId who asks, for the log
 * @throws OAuthError `temporarily_unavailable` when keys or session can't be read: never "inactive"
 */
export async function introspectToken(
  token: string,
  clientId: string,
  ports: IntrospectionPorts,
): Promise<Introspection> {
  const judged = await orUnavailable(() => judge(token, ports));
  if (!(judged instanceof InvalidTokenError)) {
    return { ...judged, active: true, token_type: 'Bearer' };
  }
  const { reason, owner } = judged;
  ports.securityLog.record({ event: 'token_inactive', reason, ...owner, clientId });
  return { active: false };
}

async function judge(
  token: string,
  ports: IntrospectionPorts,
): Promise<AccessTokenClaims | InvalidTokenError> {
  try {
    const claims = await authenticateToken(token, ports);
    // Verifiers forgive clocks that differ from ours; this one is ours.
    if (claims.exp * 1000 > ports.clock.now()) return claims;
    return new InvalidTokenError('expired', ownerOf(claims));
  } catch (error) {
    if (error instanceof InvalidTokenError) return error;
    throw error;
  }
}
