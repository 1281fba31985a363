import { accountProblem } from '../http/account-problem.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { problemAnswerOf } from '../http/oauth-error-problem.ts';
import type { AdminPorts } from './admin-routes.ts';
import { readTarget } from './admin-target.ts';
import { callingAdministrator } from './calling-administrator.ts';
import { findRoute } from './find-route.ts';

/** The routes under `/admin/users`, for whoever holds the scope `users:admin`. */
export function createAdminHandler(
  service: EndpointSurroundings & { readonly ports: AdminPorts; readonly idleMillis: number },
): GatewayHandler {
  const { idleMillis } = service;
  return createEndpoint(service, {
    errorAnswer: problemAnswerOf,
    async handle(event, log) {
      const ports = { ...service.ports, securityLog: log };
      // Before the path is looked at: whoever may not ask learns nothing from what he asks.
      const caller = await callingAdministrator(event, ports);
      const target = readTarget(event);
      const route = findRoute(target, event.httpMethod ?? '');
      try {
        return await route({ event, target, ...caller, ports, log, idleMillis });
      } catch (error) {
        throw accountProblem(error);
      }
    },
  });
}
