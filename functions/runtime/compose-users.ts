import { createDynamoDBClient } from '../adapters/dynamodb/dynamodb-client.ts';
import { createDynamoDBUserStore } from '../adapters/dynamodb/dynamodb-user-store.ts';
import { createSdkCall } from '../adapters/dynamodb/sdk-call.ts';
import { loadConfig } from './environment.ts';
import { createJsonLog } from './json-log.ts';
import { readRoleScopes } from './role-settings.ts';

/**
 * Puts the users function together.
 *
 * @param environment usually `process.env`
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeUsers(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, (reader) => ({
    usersTableName: reader.text('USERS_TABLE_NAME'),
    allowedOrigins: reader.list('CORS_ALLOWED_ORIGINS'),
    roleScopes: readRoleScopes(reader),
  }));
  return {
    log: createJsonLog('users'),
    allowedOrigins: config.allowedOrigins,
    ready: () => Promise.resolve(),
    users: createDynamoDBUserStore(createSdkCall(createDynamoDBClient()), config.usersTableName, {
      withoutPasswordHash: true,
    }),
    clock: { now: Date.now },
    roleScopes: config.roleScopes,
  };
}
