import type { Construct } from 'constructs';
import { USER_ACCESS } from '../../../functions/core/tables.ts';
import { AuthFunction } from './auth-function.ts';
import { clientEnvironment, type ServiceParts } from './service-functions.ts';

/** `POST /revoke`: ends the session of a refresh or an access token. */
export function revokeFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage, keys, issuerUrl, metricsNamespace } = parts;
  const revoke = new AuthFunction(scope, 'RevokeFunction', settings, {
    bundle: 'revoke',
    description: 'POST /revoke: ends the session of a token',
    memorySize: settings.memorySize,
    timeout: 10,
    environment: {
      METRICS_NAMESPACE: metricsNamespace,
      ISSUER_URL: issuerUrl,
      AUDIENCE: settings.audience ?? issuerUrl,
      KEY_SET_SECRET_ARN: keys.keySetSecret.ref,
      REFRESH_TOKEN_KEYS_SECRET_ARN: keys.refreshTokenKeysSecret.ref,
      USERS_TABLE_NAME: storage.usersTable.tableName,
      REFRESH_TOKENS_TABLE_NAME: storage.refreshTokensTable.tableName,
      ...clientEnvironment(settings),
    },
  });
  storage.allowReadingClients(revoke);
  storage.allowRefreshTokens(revoke, 'GetItem', 'UpdateItem');
  keys.allowVerifying(revoke);
  keys.allowVerifyingRefreshTokens(revoke);
  return revoke;
}

/** `POST /introspect`: what the authorizer knows of a token, for others; it reads what that reads. */
export function introspectFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage, keys, issuerUrl, metricsNamespace } = parts;
  const introspect = new AuthFunction(scope, 'IntrospectFunction', settings, {
    bundle: 'introspect',
    description: 'POST /introspect: the state of an access token',
    memorySize: settings.memorySize,
    timeout: 10,
    environment: {
      METRICS_NAMESPACE: metricsNamespace,
      ISSUER_URL: issuerUrl,
      AUDIENCE: settings.audience ?? issuerUrl,
      KEY_SET_SECRET_ARN: keys.keySetSecret.ref,
      USERS_TABLE_NAME: storage.usersTable.tableName,
      REFRESH_TOKENS_TABLE_NAME: storage.refreshTokensTable.tableName,
      CORS_ALLOWED_ORIGINS: settings.corsAllowedOrigins.join(','),
    },
  });
  keys.allowVerifying(introspect);
  storage.allowSessionCheck(introspect);
  return introspect;
}

/** The routes under `/users/me/sessions`. It reads no key. */
export function sessionsFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage, metricsNamespace } = parts;
  const sessions = new AuthFunction(scope, 'SessionsFunction', settings, {
    bundle: 'sessions',
    description: 'The sessions of the caller: list, log out of one or all',
    memorySize: settings.memorySize,
    timeout: 10,
    environment: {
      METRICS_NAMESPACE: metricsNamespace,
      USERS_TABLE_NAME: storage.usersTable.tableName,
      REFRESH_TOKENS_TABLE_NAME: storage.refreshTokensTable.tableName,
      REFRESH_TOKEN_IDLE_TTL_SECONDS: String(settings.refreshTokenIdleTtl),
      CORS_ALLOWED_ORIGINS: settings.corsAllowedOrigins.join(','),
    },
  });
  storage.allowReadingUsers(sessions, USER_ACCESS.profile);
  // The user's epoch, which ends all his sessions at one stroke.
  storage.allowWritingUsers(sessions, USER_ACCESS.logout);
  storage.allowRefreshTokens(sessions, 'GetItem', 'Query', 'UpdateItem');
  return sessions;
}
