import { AccountError } from '../core/account/account-error.ts';
import { endAdministeredSessions } from '../core/administration/administer-users.ts';
import { recordAdministration } from '../core/administration/administrator.ts';
import { findAdministered } from '../core/administration/change-administered-user.ts';
import { endUserSession, liveSessions } from '../core/sessions/user-sessions.ts';
import { dataAnswer, doneAnswer } from '../http/problem-responses.ts';
import { SESSION_ID } from '../http/session-id.ts';
import { sessionsView } from '../http/session-views.ts';
import type { AdminRoute } from './admin-routes.ts';

const list: AdminRoute = async ({ target, ports, idleMillis, ownSessionId }) => {
  const user = await findAdministered(target.username, ports);
  const sessions = await liveSessions(user, ports);
  return dataAnswer(sessionsView(sessions, ownSessionId, idleMillis, ports.clock.now()));
};

const endAll: AdminRoute = async ({ target, administrator, ports, log }) => {
  const outcome = await endAdministeredSessions(target.username, administrator, ports);
  for (const failure of outcome.cleaningFailures) {
    log.error('a session that has ended could not be marked', failure);
  }
  return doneAnswer();
};

const endOne: AdminRoute = async ({ target, administrator, ports }) => {
  const user = await findAdministered(target.username, ports);
  const { sessionId } = target;
  const { request } = administrator;
  if (!SESSION_ID.test(sessionId) || !(await endUserSession(user, sessionId, request, ports))) {
    throw new AccountError('unknown_session', 'The user has no such session.');
  }
  recordAdministration('user_session_ended', user, administrator, ports);
  return doneAnswer();
};

/** What each method of each path about sessions does. */
export const SESSION_ROUTES: Readonly<Record<string, Readonly<Record<string, AdminRoute>>>> = {
  '/admin/users/{username}/sessions': { GET: list, DELETE: endAll },
  '/admin/users/{username}/sessions/{id}': { DELETE: endOne },
};
