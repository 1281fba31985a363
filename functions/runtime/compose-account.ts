import { randomUUID } from 'node:crypto';
import { createDynamoDBFamilyStore } from '../adapters/dynamodb/dynamodb-family-store.ts';
import { createDynamoDBKnownSources } from '../adapters/dynamodb/dynamodb-known-sources.ts';
import { createDynamoDBLoginCounters } from '../adapters/dynamodb/dynamodb-login-counters.ts';
import { createDynamoDBLoginSources } from '../adapters/dynamodb/dynamodb-login-sources.ts';
import { createDynamoDBUserChanges } from '../adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserCreation } from '../adapters/dynamodb/dynamodb-user-creation.ts';
import { createDynamoDBUserRemoval } from '../adapters/dynamodb/dynamodb-user-removal.ts';
import { createDynamoDBUserStore } from '../adapters/dynamodb/dynamodb-user-store.ts';
import type { DynamoDBCall } from '../adapters/dynamodb/dynamodb-call.ts';
import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import {
  createRegistrationThrottle,
  REGISTRATION_RULES,
} from '../core/account/counting-registrations.ts';
import { composeLoginThrottle, readLoginThrottleConfig } from './compose-login-throttle.ts';
import { composePasswords, readPasswordConfig } from './compose-passwords.ts';
import { readMetricsConfig } from './embedded-metrics.ts';
import { loadConfig, type EnvironmentReader } from './environment.ts';
import { createJsonLog } from './json-log.ts';
import { readPasswordPolicy } from './password-policy-settings.ts';
import { readRoleScopes } from './role-settings.ts';
import { createSignedDynamoDBCall } from './signed-dynamodb-call.ts';

const readAccountConfig = (reader: EnvironmentReader) => ({
  ...readMetricsConfig(reader),
  ...readPasswordConfig(reader),
  ...readLoginThrottleConfig(reader),
  usersTableName: reader.text('USERS_TABLE_NAME'),
  refreshTokensTableName: reader.text('REFRESH_TOKENS_TABLE_NAME'),
  allowedOrigins: reader.list('CORS_ALLOWED_ORIGINS'),
  roleScopes: readRoleScopes(reader),
  passwordPolicy: readPasswordPolicy(reader),
  selfRegistration: reader.oneOf('SELF_REGISTRATION', ['on', 'off']) === 'on',
  registrationScopes: reader.list('SELF_REGISTRATION_SCOPES'),
});

type AccountConfig = ReturnType<typeof readAccountConfig>;

/**
 * Puts the account function together. It reads no key.
 *
 * @param environment usually `process.env`; credentials are read from it at every call
 * @throws ConfigurationError naming every variable that is missing or wrong, and RangeError for
 *   argon2 parameters that are dearer together than each of them
 */
export function composeAccount(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, readAccountConfig);
  const log = createJsonLog('account').withMetrics(config);
  const dynamodb = createSignedDynamoDBCall(createSignedRequest(environment, createSender()));
  const clock = { now: Date.now };
  const { passwordPolicy, registrationScopes } = config;
  return {
    log,
    allowedOrigins: config.allowedOrigins,
    ready: () => Promise.resolve(),
    roleScopes: config.roleScopes,
    selfRegistration: config.selfRegistration,
    ports: {
      ...tables(config, dynamodb),
      ...composeLoginThrottle(config, dynamodb, config),
      registrationThrottle: createRegistrationThrottle(REGISTRATION_RULES, {
        loginCounters: createDynamoDBLoginCounters(dynamodb, config.usersTableName),
        clock,
      }),
      passwords: composePasswords(config),
      passwordPolicy,
      registrationScopes,
      newUserId: () => `user:${randomUUID()}`,
      securityLog: log,
      clock,
    },
  };
}

const tables = (
  { usersTableName, refreshTokensTableName }: AccountConfig,
  dynamodb: DynamoDBCall,
) => ({
  users: createDynamoDBUserStore(dynamodb, usersTableName),
  userCreation: createDynamoDBUserCreation(dynamodb, usersTableName),
  userChanges: createDynamoDBUserChanges(dynamodb, usersTableName),
  userRemoval: createDynamoDBUserRemoval(dynamodb, usersTableName),
  families: createDynamoDBFamilyStore(dynamodb, refreshTokensTableName),
  sources: createDynamoDBKnownSources(dynamodb, refreshTokensTableName),
  loginSources: createDynamoDBLoginSources(dynamodb, refreshTokensTableName),
});
