import type { Construct } from 'constructs';
import { USER_ACCESS } from '../../../functions/core/tables.ts';
import { AuthFunction } from './auth-function.ts';
import {
  hashingEnvironment,
  passwordCheckEnvironment,
  roleEnvironment,
  type ServiceParts,
} from './service-functions.ts';
import type { TokenServiceSettings } from './token-service-settings.ts';

/** What people change, take along or erase of their own accounts, and signing up. It reads no key. */
export function accountFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage, metricsNamespace } = parts;
  const account = new AuthFunction(scope, 'AccountFunction', settings, {
    bundle: 'account',
    description: "The caller's own account: password, profile, export, erasure, and sign-up",
    // It hashes as login does.
    memorySize: settings.loginMemorySize,
    timeout: 15,
    environment: {
      METRICS_NAMESPACE: metricsNamespace,
      USERS_TABLE_NAME: storage.usersTable.tableName,
      REFRESH_TOKENS_TABLE_NAME: storage.refreshTokensTable.tableName,
      SELF_REGISTRATION: settings.selfRegistration ? 'on' : 'off',
      SELF_REGISTRATION_SCOPES: settings.selfRegistrationScopes.join(','),
      ...passwordPolicyEnvironment(settings),
      ...hashingEnvironment(settings),
      ...passwordCheckEnvironment(settings),
      ...roleEnvironment(settings),
      CORS_ALLOWED_ORIGINS: settings.corsAllowedOrigins.join(','),
    },
  });
  storage.allowReadingUsers(account);
  storage.allowWritingUsers(account, USER_ACCESS.password);
  storage.allowWritingUsers(account, USER_ACCESS.contact);
  storage.allowRemovingUsers(account);
  if (settings.selfRegistration) storage.allowCreatingUsers(account);
  storage.allowCountingTries(account);
  // PutItem: where its user has proved to be.
  storage.allowRefreshTokens(account, 'GetItem', 'PutItem', 'Query', 'UpdateItem', 'DeleteItem');
  return account;
}

/** What new passwords are judged by. */
export const passwordPolicyEnvironment = (settings: TokenServiceSettings) => ({
  PASSWORD_MIN_LENGTH: String(settings.passwordMinLength),
  PASSWORD_SERVICE_WORDS: [settings.realm, ...(settings.domainName?.split('.') ?? [])].join(','),
});
