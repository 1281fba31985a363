import { createDynamoDBFamilyStore } from '../adapters/dynamodb/dynamodb-family-store.ts';
import { createDynamoDBUserChanges } from '../adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserStore } from '../adapters/dynamodb/dynamodb-user-store.ts';
import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import { readMetricsConfig } from './embedded-metrics.ts';
import { loadConfig } from './environment.ts';
import { createJsonLog } from './json-log.ts';
import { createSignedDynamoDBCall } from './signed-dynamodb-call.ts';

/**
 * Puts the sessions function together. It reads no key.
 *
 * @param environment usually `process.env`; credentials are read from it at every call
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeUserSessions(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, (reader) => ({
    ...readMetricsConfig(reader),
    usersTableName: reader.text('USERS_TABLE_NAME'),
    refreshTokensTableName: reader.text('REFRESH_TOKENS_TABLE_NAME'),
    idleTtlSeconds: reader.integer('REFRESH_TOKEN_IDLE_TTL_SECONDS', {
      min: 1,
      max: 10 * 365 * 86_400,
    }),
    allowedOrigins: reader.list('CORS_ALLOWED_ORIGINS'),
  }));
  const log = createJsonLog('sessions').withMetrics(config);
  const request = createSignedRequest(environment, createSender());
  const dynamodb = createSignedDynamoDBCall(request);
  return {
    log,
    allowedOrigins: config.allowedOrigins,
    ready: () => Promise.resolve(),
    idleMillis: config.idleTtlSeconds * 1000,
    ports: {
      families: createDynamoDBFamilyStore(dynamodb, config.refreshTokensTableName),
      users: createDynamoDBUserStore(dynamodb, config.usersTableName, {
        withoutPasswordHash: true,
      }),
      userChanges: createDynamoDBUserChanges(dynamodb, config.usersTableName),
      securityLog: log,
      clock: { now: Date.now },
    },
  };
}
