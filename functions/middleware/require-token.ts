import type { GatewayEvent } from '../http/gateway-event.ts';
import * as callers from '../http/require-scopes.ts';
import type { ProxyEvent } from './authorized-event.ts';
import { createGuard, type Guard } from './guard.ts';

/** RFC 6749 §3.3 `scope-token`, without the comma; the construct takes no others for its routes. */
const NAME = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/;

/** The guards that people put before their handlers. */
export interface Guards {
  /**
   * Lets through who holds all of these scopes; without any, whoever has a valid token.
   *
   * ```ts
   * export const handler = requireScopes('orders:read')(async (event) => ordersOf(event.auth.subject));
   * export const handler = middy(listOrders).use(requireScopes('orders:read'));
   * ```
   *
   * @throws TypeError when a scope is none, so that a slip shows when the function loads
   */
  readonly requireScopes: (...scopes: readonly string[]) => Guard;

  /**
   * Lets through who has one of these roles. It goes together with `requireScopes`.
   *
   * @throws TypeError when there is no role, or one that is none
   */
  readonly requireRoles: (...roles: readonly string[]) => Guard;
}

/**
 * Guards for handlers behind Latchkey's authorizer. They fail closed: without the authorizer's context,
 * as when a route's protection was forgotten, and past the token's `exp`, which the gateway's cache
 * doesn't look at, the answer is 401.
 *
 * @param now milliseconds since the epoch
 */
export function createGuards(now: () => number): Guards {
  return {
    requireScopes(...scopes) {
      checkNames('scope', scopes);
      return createGuard((event) => callers.requireScopes(contextOf(event), scopes, now()));
    },
    requireRoles(...roles) {
      if (roles.length === 0) throw new TypeError('requireRoles needs at least one role');
      checkNames('role', roles);
      return createGuard((event) => callers.requireRoles(contextOf(event), roles, now()));
    },
  };
}

/** The guards by the function's own clock. */
export const { requireScopes, requireRoles } = createGuards(() => Date.now());

/** All that a guard looks at. */
const contextOf = ({ requestContext }: ProxyEvent): GatewayEvent => ({
  requestContext: { authorizer: { ...requestContext?.authorizer } },
});

function checkNames(what: string, names: readonly string[]): void {
  for (const name of names) {
    if (NAME.test(name)) continue;
    throw new TypeError(`a ${what} is one word without spaces, and not ${JSON.stringify(name)}`);
  }
}
