import type { Administrator } from '../core/administration/administrator.ts';
import { heldScopes, USERS_ADMIN_SCOPE, type RoleScopes } from '../core/scopes.ts';
import type { UserSessionsPorts } from '../core/sessions/user-sessions.ts';
import { callingSession } from '../http/calling-session.ts';
import type { GatewayEvent } from '../http/gateway-event.ts';
import { bearerProblem } from '../http/problem-responses.ts';
import { deviceOf } from '../http/request-device.ts';
import { requireScopes } from '../http/require-scopes.ts';

/** Who administers, and in which session: none for a machine. */
export interface CallingAdministrator {
  readonly administrator: Administrator;
  /** Empty where there is none. */
  readonly ownSessionId: string;
}

/**
 * Who calls, and that he may still: the gateway lets a token through for a while after its session has
 * ended or its user was disabled, and a token keeps a scope that was taken from its user. Here all of
 * it counts at once. A machine has no session; what ended its token counts when the gateway asks anew.
 *
 * @throws ProblemError 401 when the token is no good or its session is over, 403 without the scope
 */
export async function callingAdministrator(
  event: GatewayEvent,
  ports: UserSessionsPorts & { readonly roleScopes: RoleScopes },
): Promise<CallingAdministrator> {
  const caller = requireScopes(event, [USERS_ADMIN_SCOPE], ports.clock.now());
  const { subject, clientId } = caller;
  const request = { ip: deviceOf(event).ip, clientId };
  if (caller.username === null) {
    const administrator = { subject, scopes: caller.scopes, request };
    if (subject.startsWith('client:')) return { administrator, ownSessionId: '' };
    throw bearerProblem({ code: 'invalid_token' });
  }
  const { user, family } = await callingSession(event, ports);
  const scopes = heldScopes(user, ports.roleScopes);
  if (scopes.includes(USERS_ADMIN_SCOPE)) {
    return { administrator: { subject, scopes, request }, ownSessionId: family.familyId };
  }
  throw bearerProblem({ code: 'insufficient_scope', scopes: [USERS_ADMIN_SCOPE] });
}
