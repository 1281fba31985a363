import type { Family } from '../core/sessions/family.ts';
import { orUnavailable } from '../core/or-unavailable.ts';
import { goesOn, type UserSessionsPorts } from '../core/sessions/user-sessions.ts';
import type { User } from '../core/users/user.ts';
import { callingUser } from './calling-user.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { bearerProblem } from './problem-responses.ts';
import { requireScopes } from './require-scopes.ts';

/** Who calls, and in which of his sessions. */
export interface CallingSession {
  readonly user: User;
  readonly family: Family;
}

/**
 * Finds the caller and his session as the tables have them now: the gateway may still let a session
 * through that has ended, and that one shall not end others.
 *
 * @throws ProblemError 401 when the token is no good or its session is over, 403 when it speaks for
 *   no user; OAuthError `temporarily_unavailable` when a table can't be read
 */
export async function callingSession(
  event: GatewayEvent,
  ports: UserSessionsPorts,
): Promise<CallingSession> {
  const user = await callingUser(event, [], ports);
  const { sessionId } = requireScopes(event, [], ports.clock.now());
  const key = { username: user.username, familyId: sessionId ?? '' };
  const family = sessionId === null ? null : await orUnavailable(() => ports.families.read(key));
  if (family === null || !goesOn(family, user, ports.clock.now())) {
    throw bearerProblem({ code: 'invalid_token' });
  }
  return { user, family };
}
