import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import { createSignedSessionReader } from '../adapters/signed-requests/signed-session-reader.ts';
import { readMetricsConfig } from './embedded-metrics.ts';
import { loadConfig } from './environment.ts';
import { createJsonLog } from './json-log.ts';
import { preload } from './preload.ts';
import { composeVerification, readVerificationConfig } from './verification-sources.ts';

/**
 * Puts the introspect function together. Like the authorizer it reads the public key set and, of
 * sessions and users, what the session check needs.
 *
 * @param environment usually `process.env`; credentials are read from it at every call
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeIntrospect(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, (reader) => ({
    ...readMetricsConfig(reader),
    ...readVerificationConfig(reader),
    tables: {
      users: reader.text('USERS_TABLE_NAME'),
      refreshTokens: reader.text('REFRESH_TOKENS_TABLE_NAME'),
    },
    allowedOrigins: reader.list('CORS_ALLOWED_ORIGINS'),
  }));
  const log = createJsonLog('introspect').withMetrics(config);
  const request = createSignedRequest(environment, createSender());
  const verification = composeVerification(config, request, log);
  return {
    log,
    allowedOrigins: config.allowedOrigins,
    ready: preload({ KEY_SET_SECRET_ARN: async () => verification.keys.all() }),
    ports: {
      ...verification,
      sessions: createSignedSessionReader(request, config.tables),
      securityLog: log,
      clock: { now: Date.now },
    },
  };
}
