import { randomUUID } from 'node:crypto';
import { createDynamoDBFamilyStore } from '../adapters/dynamodb/dynamodb-family-store.ts';
import { createDynamoDBKnownSources } from '../adapters/dynamodb/dynamodb-known-sources.ts';
import { createDynamoDBLoginSources } from '../adapters/dynamodb/dynamodb-login-sources.ts';
import { createDynamoDBUserChanges } from '../adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserCreation } from '../adapters/dynamodb/dynamodb-user-creation.ts';
import { createDynamoDBUserDirectory } from '../adapters/dynamodb/dynamodb-user-directory.ts';
import { createDynamoDBUserRemoval } from '../adapters/dynamodb/dynamodb-user-removal.ts';
import { createDynamoDBUserStore } from '../adapters/dynamodb/dynamodb-user-store.ts';
import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import { composePasswords, readPasswordConfig } from './compose-passwords.ts';
import { readMetricsConfig } from './embedded-metrics.ts';
import { loadConfig } from './environment.ts';
import { createJsonLog } from './json-log.ts';
import { readPasswordPolicy } from './password-policy-settings.ts';
import { readRoleScopes } from './role-settings.ts';
import { createSignedDynamoDBCall } from './signed-dynamodb-call.ts';

/**
 * Puts the admin function together. It reads no key, and no password's hash.
 *
 * @param environment usually `process.env`; credentials are read from it at every call
 * @throws ConfigurationError naming every variable that is missing or wrong, and RangeError for
 *   argon2 parameters that are dearer together than each of them
 */
export function composeAdmin(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, (reader) => ({
    ...readMetricsConfig(reader),
    ...readPasswordConfig(reader),
    usersTableName: reader.text('USERS_TABLE_NAME'),
    refreshTokensTableName: reader.text('REFRESH_TOKENS_TABLE_NAME'),
    idleTtlSeconds: reader.integer('REFRESH_TOKEN_IDLE_TTL_SECONDS', {
      min: 1,
      max: 10 * 365 * 86_400,
    }),
    allowedOrigins: reader.list('CORS_ALLOWED_ORIGINS'),
    roleScopes: readRoleScopes(reader),
    passwordPolicy: readPasswordPolicy(reader),
  }));
  const { usersTableName, refreshTokensTableName, roleScopes, passwordPolicy } = config;
  const log = createJsonLog('admin').withMetrics(config);
  const dynamodb = createSignedDynamoDBCall(createSignedRequest(environment, createSender()));
  return {
    log,
    allowedOrigins: config.allowedOrigins,
    ready: () => Promise.resolve(),
    idleMillis: config.idleTtlSeconds * 1000,
    ports: {
      users: createDynamoDBUserStore(dynamodb, usersTableName, { withoutPasswordHash: true }),
      userDirectory: createDynamoDBUserDirectory(dynamodb, usersTableName),
      userCreation: createDynamoDBUserCreation(dynamodb, usersTableName),
      userChanges: createDynamoDBUserChanges(dynamodb, usersTableName),
      userRemoval: createDynamoDBUserRemoval(dynamodb, usersTableName),
      families: createDynamoDBFamilyStore(dynamodb, refreshTokensTableName),
      sources: createDynamoDBKnownSources(dynamodb, refreshTokensTableName),
      loginSources: createDynamoDBLoginSources(dynamodb, refreshTokensTableName),
      passwords: composePasswords(config),
      passwordPolicy,
      roleScopes,
      newUserId: () => `user:${randomUUID()}`,
      securityLog: log,
      clock: { now: Date.now },
    },
  };
}
