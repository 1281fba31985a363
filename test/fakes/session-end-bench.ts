import type { SessionReader } from '../../functions/core/authorization/session-check.ts';
import { toPublicJwk } from '../../functions/core/keys/publish-key-set.ts';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';
import { signAccessToken } from '../../functions/core/tokens/sign-access-token.ts';
import type { GatewayHandler } from '../../functions/http/gateway-event.ts';
import { createIntrospectHandler } from '../../functions/introspect/introspect-handler.ts';
import { createRevokeHandler } from '../../functions/revoke/revoke-handler.ts';
import { createSessionsHandler } from '../../functions/sessions/sessions-handler.ts';
import { createJsonLog } from '../../functions/runtime/json-log.ts';
import { SessionBench, signingKey } from './session-bench.ts';

/** The functions that end sessions, and those that have to notice, on one pair of tables. */
export class SessionEndBench extends SessionBench {
  readonly lines: string[] = [];
  keysFailure: Error | null = null;

  /** The public key set, of the key that the bench signs with. */
  readonly accessTokens = {
    issuer: 'https://auth.example.com',
    audiences: ['https://api.example.com', 'https://auth.example.com'],
    keys: {
      find: async (kid: string) => {
        if (this.keysFailure !== null) throw this.keysFailure;
        return kid === signingKey.kid ? toPublicJwk(signingKey) : null;
      },
      all: async () => ({ keys: [toPublicJwk(signingKey)] }),
    },
  };

  /** Both items as the tables have them, as one consistent read finds them. */
  readonly sessions: SessionReader = {
    read: async ({ username, familyId }) => ({
      family: await this.families.read({ username, familyId }),
      user: await this.users.find(username),
    }),
    readClient: async (clientId) => (await this.registered.find(clientId))?.registration ?? null,
  };

  get revoke(): GatewayHandler {
    return createRevokeHandler({
      ...this.surroundings('revoke'),
      ports: { ...this.ports, accessTokens: this.accessTokens },
    });
  }

  get introspect(): GatewayHandler {
    const { sessions, accessTokens } = this;
    return createIntrospectHandler({
      ...this.surroundings('introspect'),
      ports: { ...this.ports, ...accessTokens, sessions },
    });
  }

  get userSessions(): GatewayHandler {
    return createSessionsHandler({
      ...this.surroundings('sessions'),
      idleMillis: this.ports.settings.refreshTokenIdleTtlSeconds * 1000,
      ports: { ...this.ports, users: this.users, userChanges: this.users },
    });
  }

  /** Signs claims with the bench's own key. */
  sign(claims: AccessTokenClaims): Promise<string> {
    return signAccessToken(claims, signingKey);
  }

  /** The events that were logged, without what every line has. */
  get logged(): readonly Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** `event: reason` of every security event, oldest first. */
  get reasons(): readonly string[] {
    return this.logged
      .filter(({ level }) => level === 'security')
      .map(({ event, reason }) => `${String(event)}: ${String(reason)}`);
  }

  protected surroundings(service: string) {
    const log = createJsonLog(service, (line) => void this.lines.push(line));
    return { log, allowedOrigins: ['https://app.example.com'], ready: () => Promise.resolve() };
  }
}
