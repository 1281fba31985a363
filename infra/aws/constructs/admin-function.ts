import type { Construct } from 'constructs';
import { USER_ACCESS } from '../../../functions/core/tables.ts';
import { passwordPolicyEnvironment } from './account-functions.ts';
import { AuthFunction } from './auth-function.ts';
import { hashingEnvironment, roleEnvironment, type ServiceParts } from './service-functions.ts';

/** The routes under `/admin/users`. It reads no key, and no password's hash. */
export function adminFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage, metricsNamespace } = parts;
  const admin = new AuthFunction(scope, 'AdminFunction', settings, {
    bundle: 'admin',
    description: 'The users of the service, for administrators: list, create, change, erase',
    // It hashes as login does.
    memorySize: settings.loginMemorySize,
    timeout: 15,
    environment: {
      METRICS_NAMESPACE: metricsNamespace,
      USERS_TABLE_NAME: storage.usersTable.tableName,
      REFRESH_TOKENS_TABLE_NAME: storage.refreshTokensTable.tableName,
      REFRESH_TOKEN_IDLE_TTL_SECONDS: String(settings.refreshTokenIdleTtl),
      ...passwordPolicyEnvironment(settings),
      ...hashingEnvironment(settings),
      ...roleEnvironment(settings),
      CORS_ALLOWED_ORIGINS: settings.corsAllowedOrigins.join(','),
    },
  });
  storage.allowReadingUsers(admin, USER_ACCESS.profile);
  allowListingUsers(admin, storage);
  storage.allowWritingUsers(admin, USER_ACCESS.administration);
  storage.allowCreatingUsers(admin);
  storage.allowRemovingUsers(admin);
  // Sessions are ended and removed, and with a user the networks that he logged in from.
  storage.allowRefreshTokens(admin, 'GetItem', 'Query', 'UpdateItem', 'DeleteItem');
  return admin;
}

/**
 * Lets a function look through the whole users table, and see of it what users have but for their
 * hashes. IAM can't keep a Scan to users: of items of other kinds it lets the attributes of these names
 * be read, too. No secret is among them.
 */
function allowListingUsers(reader: AuthFunction, { usersTable }: ServiceParts['storage']): void {
  reader.allow(['dynamodb:Scan'], [usersTable.tableArn], {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...USER_ACCESS.profile] },
    // A request that names no attributes reads them all.
    StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  });
}
