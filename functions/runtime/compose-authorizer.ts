import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import { createSignedSecretReader } from '../adapters/signed-requests/signed-secret-reader.ts';
import { createSignedSessionReader } from '../adapters/signed-requests/signed-session-reader.ts';
import { authenticate } from '../core/authorization/authenticate.ts';
import { parseRouteTable } from '../core/authorization/route-table.ts';
import { createStagePolicy } from '../core/authorization/stage-policy.ts';
import { createKeySetCache } from '../core/keys/key-set-cache.ts';
import { warmUpVerification } from '../core/tokens/verify-signature.ts';
import { readMetricsConfig } from './embedded-metrics.ts';
import { loadConfig } from './environment.ts';
import { createJsonLog } from './json-log.ts';
import { reportKeySet } from './key-reports.ts';
import { preload } from './preload.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Builds the authorizer's parts. Reading the key set begins here, while the function starts.
 *
 * @param environment usually `process.env`; credentials are read from it at every call
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeAuthorizer(environment: Environment) {
  const config = loadConfig(environment, (read) => ({
    ...readMetricsConfig(read),
    issuer: read.text('ISSUER_URL'),
    audience: read.text('AUDIENCE'),
    keySetSecret: read.text('KEY_SET_SECRET_ARN'),
    routes: read.json('ROUTES', parseRouteTable),
    tables:
      read.oneOf('SESSION_CHECK', ['immediate', 'on-expiry']) === 'immediate'
        ? {
            users: read.text('USERS_TABLE_NAME'),
            refreshTokens: read.text('REFRESH_TOKENS_TABLE_NAME'),
          }
        : null,
  }));
  const log = createJsonLog('authorizer').withMetrics(config);
  const clock = { now: Date.now };
  const request = createSignedRequest(environment, createSender());
  const keys = createKeySetCache({
    secret: createSignedSecretReader(request, config.keySetSecret),
    clock,
    report: reportKeySet(log),
  });
  const ports = {
    issuer: config.issuer,
    audiences: [config.audience, config.issuer],
    keys,
    sessions: config.tables && createSignedSessionReader(request, config.tables),
    clock,
  };
  return {
    ready: preload({
      KEY_SET_SECRET_ARN() {
        const reading = keys.all();
        warmUpVerification();
        return reading;
      },
    }),
    authenticate: (authorization: string) => authenticate(authorization, ports),
    policyFor: createStagePolicy(config.routes),
    log,
  };
}
