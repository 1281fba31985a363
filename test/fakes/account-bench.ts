import { createAccountHandler } from '../../functions/account/account-handler.ts';
import type { AccountPorts } from '../../functions/account/account-routes.ts';
import {
  createRegistrationThrottle,
  REGISTRATION_RULES,
} from '../../functions/core/account/counting-registrations.ts';
import { contextOf } from '../../functions/core/authorization/authorizer-context.ts';
import { signIn } from '../../functions/core/sign-in.ts';
import type { TokenResponse } from '../../functions/core/sessions/token-response.ts';
import type { GatewayResponse } from '../../functions/http/gateway-event.ts';
import { createJsonLog } from '../../functions/runtime/json-log.ts';
import { gatewayEvent, type RequestSketch } from './gateway-events.ts';
import { MemoryKnownSources, MemoryLoginCounters } from './memory-throttling.ts';
import { claimsOf } from './session-bench.ts';
import { PASSWORD, SignInBench } from './sign-in-bench.ts';

/** A password that nobody on the bench has, and that passes. */
export const NEW_PASSWORD = 'seven green elephants sing';

/** The account function's handler on a sign-in bench, with the real log writing to a list. */
export class AccountBench extends SignInBench {
  readonly lines: string[] = [];
  readonly sources = new MemoryKnownSources();
  readonly loginCounters = new MemoryLoginCounters();
  selfRegistration = true;
  registrationScopes: readonly string[] = ['items:read'];
  /** Takes the place of what the bench would give the handler. */
  instead: Partial<AccountPorts> = {};
  #users = 0;

  get accountPorts(): AccountPorts {
    const { signInPorts, users, sources, registrationScopes, loginCounters } = this;
    return {
      ...signInPorts,
      userCreation: users,
      userChanges: users,
      userRemoval: users,
      sources,
      loginSources: sources,
      registrationThrottle: createRegistrationThrottle(REGISTRATION_RULES, {
        loginCounters,
        clock: signInPorts.clock,
      }),
      registrationScopes,
      passwordPolicy: { minLength: 15, serviceWords: ['latchkey'] },
      newUserId: () => `user:new-${++this.#users}`,
      ...this.instead,
    };
  }

  /** Sends a request whose body, if there is one, is JSON. */
  async send(
    method: string,
    resource: string,
    body: unknown = null,
    sketch: RequestSketch = {},
  ): Promise<GatewayResponse> {
    const handler = createAccountHandler({
      log: createJsonLog('account', (line) => void this.lines.push(line)),
      allowedOrigins: ['https://app.example.com'],
      ready: () => Promise.resolve(),
      ports: this.accountPorts,
      roleScopes: this.ports.settings.roleScopes,
      selfRegistration: this.selfRegistration,
    });
    const event = gatewayEvent({
      method,
      resource,
      body: typeof body === 'string' || body === null ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
      ...sketch,
    });
    return handler(event);
  }

  /** Sends it as the user of a session. */
  as(tokens: TokenResponse, method: string, resource: string, body: unknown = null) {
    const authorizer = contextOf(claimsOf(tokens));
    return this.send(method, resource, body, { authorizer });
  }

  /** Logs in with a password, as `POST /token` does. */
  signIn(username: string, password = PASSWORD): Promise<TokenResponse> {
    const device = { ip: '192.0.2.7', userAgent: 'browser/1' };
    return signIn(
      { username, password, scope: null, device, clientId: null, clientSecret: null },
      this.signInPorts,
    );
  }

  /** `event: reason` of every security event that the function has logged, oldest first. */
  get reasons(): readonly string[] {
    return this.lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ level }) => level === 'security')
      .map(({ event, reason }) => `${String(event)}: ${String(reason)}`);
  }
}
