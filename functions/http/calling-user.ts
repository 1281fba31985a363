import { orUnavailable } from '../core/or-unavailable.ts';
import type { Clock } from '../core/sessions/session-ports.ts';
import type { User, UserStore } from '../core/users/user.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { bearerProblem, ProblemError } from './problem-responses.ts';
import { requireScopes } from './require-scopes.ts';

/**
 * @param scopes what the route needs
 * @returns the user who calls, as the table has him now
 * @throws ProblemError 401 when the token is no good, or its user was deleted, disabled or is another
 *   one of the same name by now; 403 when it lacks a scope or speaks for no user; OAuthError
 *   `temporarily_unavailable` when the table can't be read
 */
export async function callingUser(
  event: GatewayEvent,
  scopes: readonly string[],
  { users, clock }: { readonly users: Pick<UserStore, 'find'>; readonly clock: Clock },
): Promise<User> {
  const caller = requireScopes(event, scopes, clock.now());
  const { username, subject } = caller;
  if (username === null) throw new ProblemError(403, 'Forbidden', 'The token speaks for no user.');
  const user = await orUnavailable(() => users.find(username));
  if (user === null || user.disabled || user.userId !== subject) {
    throw bearerProblem({ code: 'invalid_token' });
  }
  return user;
}
