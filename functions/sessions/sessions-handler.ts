import type { UserSessionsPorts } from '../core/sessions/user-sessions.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { problemAnswerOf } from '../http/oauth-error-problem.ts';
import { ProblemError } from '../http/problem-responses.ts';
import { callingSession } from '../http/calling-session.ts';
import { SESSION_ROUTES } from './session-routes.ts';

/** The routes under `/users/me/sessions`: a user's devices, and logging out of one or all. */
export function createSessionsHandler(
  service: EndpointSurroundings & {
    readonly ports: UserSessionsPorts;
    readonly idleMillis: number;
  },
): GatewayHandler {
  return createEndpoint(service, {
    errorAnswer: problemAnswerOf,
    async handle(event, log) {
      const name = `${event.httpMethod} ${event.resource}`;
      const route = Object.hasOwn(SESSION_ROUTES, name) ? SESSION_ROUTES[name] : undefined;
      if (route === undefined) throw new ProblemError(404, 'Not Found', 'There is no such route.');
      const ports = { ...service.ports, securityLog: log };
      const caller = await callingSession(event, ports);
      return route(caller, { event, ports, log, idleMillis: service.idleMillis });
    },
  });
}
