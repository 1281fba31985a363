import { createAdminHandler } from '../../functions/admin/admin-handler.ts';
import type { AdminPorts } from '../../functions/admin/admin-routes.ts';
import { contextOf } from '../../functions/core/authorization/authorizer-context.ts';
import { USERS_ADMIN_SCOPE, type RoleScopes } from '../../functions/core/scopes.ts';
import type { TokenResponse } from '../../functions/core/sessions/token-response.ts';
import type { GatewayResponse } from '../../functions/http/gateway-event.ts';
import { createJsonLog } from '../../functions/runtime/json-log.ts';
import { AccountBench } from './account-bench.ts';
import { gatewayEvent, type RequestSketch } from './gateway-events.ts';
import { claimsOf } from './session-bench.ts';
import { START } from './session-samples.ts';

/** What the authorizer says of a caller. */
type Context = Readonly<Record<string, unknown>>;

/** The admin function's handler on a bench, called as the gateway calls it. */
export class AdminBench extends AccountBench {
  roleScopes: RoleScopes = { editor: ['items:write'], chief: ['items:read', 'users:admin'] };
  /** Takes the place of what the bench would give the handler. */
  insteadForAdmins: Partial<AdminPorts> = {};
  /** Who calls, where a test does not say. */
  caller: Context = this.machine();

  /** A machine client's context. */
  machine(changes: Context = {}): Context {
    const exp = String(START / 1000 + 900);
    const scope = USERS_ADMIN_SCOPE;
    return { sub: 'client:robot', clientId: 'robot', scope, roles: '', exp, ...changes };
  }

  /** A logged-in user's context, with scopes that the bench's client could not get him. */
  person(tokens: TokenResponse, scope = USERS_ADMIN_SCOPE): Context {
    return { ...contextOf(claimsOf(tokens)), scope };
  }

  /** @param path below `/admin/users`, encoded */
  async admin(
    method: string,
    path: string,
    body: unknown = null,
    sketch: RequestSketch = {},
  ): Promise<GatewayResponse> {
    const { users, accountPorts, roleScopes } = this;
    const handler = createAdminHandler({
      log: createJsonLog('admin', (line) => void this.lines.push(line)),
      allowedOrigins: [],
      ready: () => Promise.resolve(),
      idleMillis: 30 * 86_400_000,
      ports: { ...accountPorts, userDirectory: users, roleScopes, ...this.insteadForAdmins },
    });
    return handler({
      ...gatewayEvent({
        method,
        resource: path === '' ? '/admin/users' : '/admin/users/{proxy+}',
        ...(path === '' ? {} : { pathParameters: { proxy: decodeURIComponent(path) } }),
        body: typeof body === 'string' || body === null ? body : JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
        authorizer: this.caller,
        ...sketch,
      }),
      path: path === '' ? '/admin/users' : `/admin/users/${path}`,
    });
  }
}
