import type { GatewayHandler, GatewayResponse } from '../../functions/http/gateway-event.ts';
import { createLoginHandler } from '../../functions/login/login-handler.ts';
import { createRefreshHandler } from '../../functions/refresh/refresh-handler.ts';
import { createJsonLog } from '../../functions/runtime/json-log.ts';
import { createUsersHandler } from '../../functions/users/users-handler.ts';
import { SignInBench } from './sign-in-bench.ts';

/** The functions' handlers on a sign-in bench, with the real log writing to a list. */
export class FunctionBench extends SignInBench {
  readonly lines: string[] = [];
  allowedOrigins: readonly string[] = ['https://app.example.com'];
  passwordGrant = true;
  ready: () => Promise<void> = () => Promise.resolve();

  get login(): GatewayHandler {
    const { passwordGrant, signInPorts: ports } = this;
    return createLoginHandler({ ...this.#surroundings('login'), passwordGrant, ports });
  }

  get refreshing(): GatewayHandler {
    return createRefreshHandler({ ...this.#surroundings('refresh'), ports: this.ports });
  }

  get usersRoutes(): GatewayHandler {
    const { clock } = this.ports;
    return createUsersHandler({
      ...this.#surroundings('users'),
      users: this.users,
      clock,
      roleScopes: this.ports.settings.roleScopes,
    });
  }

  #surroundings(service: string) {
    const log = createJsonLog(service, (line) => void this.lines.push(line));
    return { log, allowedOrigins: this.allowedOrigins, ready: this.ready };
  }
}

/** An answer's JSON. */
export const jsonOf = (answer: GatewayResponse): Record<string, unknown> =>
  JSON.parse(answer.body) as Record<string, unknown>;
