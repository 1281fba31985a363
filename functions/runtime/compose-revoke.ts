import { createDynamoDBClientStore } from '../adapters/dynamodb/dynamodb-client-store.ts';
import { createDynamoDBFamilyStore } from '../adapters/dynamodb/dynamodb-family-store.ts';
import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import { createSignedSecretReader } from '../adapters/signed-requests/signed-secret-reader.ts';
import { createClientDirectory } from '../core/clients/client-directory.ts';
import { createRefreshTokenKeyCache } from '../core/keys/refresh-token-key-cache.ts';
import { readClients } from './client-settings.ts';
import { readMetricsConfig } from './embedded-metrics.ts';
import { loadConfig } from './environment.ts';
import { createJsonLog } from './json-log.ts';
import { reportKeyRing } from './key-reports.ts';
import { preload } from './preload.ts';
import { createSignedDynamoDBCall } from './signed-dynamodb-call.ts';
import { composeVerification, readVerificationConfig } from './verification-sources.ts';

/**
 * Puts the revoke function together. It reads the MAC keys and the public key set, by signed requests,
 * and no signing key.
 *
 * @param environment usually `process.env`; credentials are read from it at every call
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeRevoke(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, (reader) => ({
    ...readMetricsConfig(reader),
    ...readVerificationConfig(reader),
    clients: readClients(reader),
    usersTableName: reader.text('USERS_TABLE_NAME'),
    refreshTokensTableName: reader.text('REFRESH_TOKENS_TABLE_NAME'),
    refreshTokenKeysSecretArn: reader.text('REFRESH_TOKEN_KEYS_SECRET_ARN'),
    allowedOrigins: reader.list('CORS_ALLOWED_ORIGINS'),
  }));
  const log = createJsonLog('revoke').withMetrics(config);
  const clock = { now: Date.now };
  const request = createSignedRequest(environment, createSender());
  const dynamodb = createSignedDynamoDBCall(request);
  const accessTokens = composeVerification(config, request, log);
  const refreshTokenKeys = createRefreshTokenKeyCache({
    secret: createSignedSecretReader(request, config.refreshTokenKeysSecretArn),
    clock,
    report: reportKeyRing(log, 'refresh_token'),
  });
  return {
    log,
    allowedOrigins: config.allowedOrigins,
    ready: preload({
      KEY_SET_SECRET_ARN: async () => accessTokens.keys.all(),
      REFRESH_TOKEN_KEYS_SECRET_ARN: async () => refreshTokenKeys.active(),
    }),
    ports: {
      families: createDynamoDBFamilyStore(dynamodb, config.refreshTokensTableName),
      clients: createClientDirectory(
        config.clients,
        createDynamoDBClientStore(dynamodb, config.usersTableName),
      ),
      refreshTokenKeys,
      accessTokens,
      securityLog: log,
      clock,
    },
  };
}
