import type { RoleScopes } from '../core/scopes.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { problemAnswerOf } from '../http/oauth-error-problem.ts';
import { ProblemError } from '../http/problem-responses.ts';
import { accountProblem } from '../http/account-problem.ts';
import { ACCOUNT_ROUTES, REGISTRATION_ROUTE, type AccountPorts } from './account-routes.ts';

/** Signing up, and what people change, take along or erase of their own accounts. */
export function createAccountHandler(
  service: EndpointSurroundings & {
    readonly ports: AccountPorts;
    readonly roleScopes: RoleScopes;
    /** Whether strangers may sign up; the gateway has no such route either where they may not. */
    readonly selfRegistration: boolean;
  },
): GatewayHandler {
  return createEndpoint(service, {
    errorAnswer: problemAnswerOf,
    async handle(event, log) {
      const name = `${event.httpMethod} ${event.resource}`;
      const route = Object.hasOwn(ACCOUNT_ROUTES, name) ? ACCOUNT_ROUTES[name] : undefined;
      if (route === undefined || (name === REGISTRATION_ROUTE && !service.selfRegistration)) {
        throw new ProblemError(404, 'Not Found', 'There is no such route.');
      }
      const ports = { ...service.ports, securityLog: log };
      try {
        return await route({ event, ports, log, roleScopes: service.roleScopes });
      } catch (error) {
        throw accountProblem(error);
      }
    },
  });
}
