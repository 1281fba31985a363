import type { Clock } from '../core/sessions/session-ports.ts';
import type { RoleScopes } from '../core/scopes.ts';
import type { User, UserStore } from '../core/users/user.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayEvent, GatewayHandler } from '../http/gateway-event.ts';
import { problemAnswerOf } from '../http/oauth-error-problem.ts';
import { dataAnswer, ProblemError } from '../http/problem-responses.ts';
import { callingUser } from '../http/calling-user.ts';
import { profileOf } from '../http/profile-view.ts';
import { itemsOf } from './user-views.ts';

/** What each route needs and shows; the authorizer has checked the same scopes before. */
const ROUTES: Readonly<
  Record<string, { scopes: readonly string[]; show(user: User, roleScopes: RoleScopes): unknown }>
> = {
  'GET /users/me': { scopes: [], show: profileOf },
  'GET /users/me/items': { scopes: ['items:read'], show: itemsOf },
};

/** The routes under `/users/me`: what a user may see of himself. */
export function createUsersHandler(
  service: EndpointSurroundings & {
    readonly users: Pick<UserStore, 'find'>;
    readonly clock: Clock;
    readonly roleScopes: RoleScopes;
  },
): GatewayHandler {
  return createEndpoint(service, {
    errorAnswer: problemAnswerOf,
    async handle(event: GatewayEvent) {
      const name = `${event.httpMethod} ${event.resource}`;
      const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
      if (route === undefined) throw new ProblemError(404, 'Not Found', 'There is no such route.');
      const user = await callingUser(event, route.scopes, service);
      return dataAnswer(route.show(user, service.roleScopes));
    },
  });
}
