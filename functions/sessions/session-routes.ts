import { orUnavailable } from '../core/or-unavailable.ts';
import {
  endAllSessions,
  endUserSession,
  liveSessions,
  type UserSessionsPorts,
} from '../core/sessions/user-sessions.ts';
import type { EndpointLog } from '../http/endpoint.ts';
import type { GatewayEvent, GatewayResponse } from '../http/gateway-event.ts';
import { dataAnswer, doneAnswer, ProblemError } from '../http/problem-responses.ts';
import { deviceOf } from '../http/request-device.ts';
import type { CallingSession } from '../http/calling-session.ts';
import { SESSION_ID } from '../http/session-id.ts';
import { sessionsView } from '../http/session-views.ts';

/** What a route works with besides its caller. */
export interface SessionRequest {
  readonly event: GatewayEvent;
  readonly ports: UserSessionsPorts;
  readonly log: Pick<EndpointLog, 'error'>;
  readonly idleMillis: number;
}

type SessionRoute = (caller: CallingSession, request: SessionRequest) => Promise<GatewayResponse>;

const list: SessionRoute = async ({ user, family }, { ports, idleMillis }) => {
  const sessions = await orUnavailable(() => liveSessions(user, ports));
  return dataAnswer(sessionsView(sessions, family.familyId, idleMillis, ports.clock.now()));
};

const endOne: SessionRoute = async ({ user }, { event, ports }) => {
  const id = event.pathParameters?.['id'] ?? '';
  const { ip } = deviceOf(event);
  const end = () => endUserSession(user, id, { ip }, ports);
  if (!SESSION_ID.test(id) || !(await orUnavailable(end))) {
    throw new ProblemError(404, 'Not Found', 'You have no such session.');
  }
  return doneAnswer();
};

const endAll: SessionRoute = async ({ user, family }, { event, ports, log }) => {
  const { ip } = deviceOf(event);
  const about = { ip, sessionId: family.familyId, clientId: family.clientId };
  const outcome = await orUnavailable(() => endAllSessions(user, about, ports));
  for (const failure of outcome.cleaningFailures) {
    log.error('a session that has ended could not be marked', failure);
  }
  if (outcome.held) return doneAnswer();
  throw new ProblemError(503, 'Service Unavailable', 'The user is being changed. Try again.');
};

/** What each route does; the authorizer asks for any valid token. */
export const SESSION_ROUTES: Readonly<Record<string, SessionRoute>> = {
  'GET /users/me/sessions': list,
  'DELETE /users/me/sessions': endAll,
  'DELETE /users/me/sessions/{id}': endOne,
};
