import type { Construct } from 'constructs';
import { USER_ACCESS } from '../../../functions/core/tables.ts';
import { AuthFunction } from './auth-function.ts';
import type { SigningKeys } from './signing-keys.ts';
import { refreshTimeout, type TokenServiceSettings } from './token-service-settings.ts';
import type { TokenStorage } from './token-storage.ts';

/** What the functions of one service are made of. */
export interface ServiceParts {
  readonly settings: TokenServiceSettings;
  readonly storage: TokenStorage;
  readonly keys: SigningKeys;
  readonly issuerUrl: string;
  /** Where the functions count security events. */
  readonly metricsNamespace: string;
  /** The scopes that routes, roles and settings name, comma-separated; known when all routes are. */
  readonly scopesSupported: string;
}

/** `POST /token`: checks passwords, starts sessions and refreshes them. */
export function loginFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage, keys } = parts;
  const login = new AuthFunction(scope, 'LoginFunction', settings, {
    bundle: 'login',
    description: 'POST /token: passwords and refresh tokens in, tokens out',
    memorySize: settings.loginMemorySize,
    timeout: refreshTimeout(settings.overlapWindow),
    reservedConcurrency: settings.loginReservedConcurrency,
    environment: {
      ...issuingEnvironment(parts),
      ...grantEnvironment(settings),
      ...hashingEnvironment(settings),
      ...passwordCheckEnvironment(settings),
    },
  });
  storage.allowReadingUsers(login);
  storage.allowReadingClients(login);
  storage.allowWritingUsers(login, USER_ACCESS.rehash);
  storage.allowCountingTries(login);
  // Query and DeleteItem: of too many sessions the oldest go, and in passing some that are over.
  // What is known of where users log in from is there too.
  storage.allowRefreshTokens(login, 'GetItem', 'PutItem', 'Query', 'UpdateItem', 'DeleteItem');
  keys.allowIssuing(login);
  return login;
}

/** `POST /refresh`: the refresh grant alone. */
export function refreshFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage, keys } = parts;
  const refresh = new AuthFunction(scope, 'RefreshFunction', settings, {
    bundle: 'refresh',
    description: 'POST /refresh: refresh tokens in, tokens out',
    memorySize: settings.refreshMemorySize,
    timeout: refreshTimeout(settings.overlapWindow),
    reservedConcurrency: settings.refreshReservedConcurrency,
    environment: issuingEnvironment(parts),
  });
  storage.allowReadingUsers(refresh, USER_ACCESS.profile);
  storage.allowReadingClients(refresh);
  storage.allowRefreshTokens(refresh, 'GetItem', 'UpdateItem');
  keys.allowIssuing(refresh);
  return refresh;
}

/** `GET /users/me` and what is below it. */
export function usersFunction(scope: Construct, parts: ServiceParts): AuthFunction {
  const { settings, storage } = parts;
  const users = new AuthFunction(scope, 'UsersFunction', settings, {
    bundle: 'users',
    description: 'GET /users/me: who the caller is',
    memorySize: settings.memorySize,
    timeout: 10,
    environment: {
      USERS_TABLE_NAME: storage.usersTable.tableName,
      CORS_ALLOWED_ORIGINS: settings.corsAllowedOrigins.join(','),
      ...roleEnvironment(settings),
    },
  });
  storage.allowReadingUsers(users, USER_ACCESS.profile);
  return users;
}

/** `GET /.well-known/…`: the public keys and the service's metadata. */
export function metadataFunction(
  scope: Construct,
  { settings, keys, issuerUrl, metricsNamespace, scopesSupported }: ServiceParts,
): AuthFunction {
  const metadata = new AuthFunction(scope, 'MetadataFunction', settings, {
    bundle: 'metadata',
    description: 'GET /.well-known: public keys and metadata',
    memorySize: settings.memorySize,
    timeout: 10,
    environment: {
      ISSUER_URL: issuerUrl,
      KEY_SET_SECRET_ARN: keys.keySetSecret.ref,
      SCOPES_SUPPORTED: scopesSupported,
      METRICS_NAMESPACE: metricsNamespace,
      DOCS: settings.docs ? 'on' : 'off',
      ...grantEnvironment(settings),
    },
  });
  keys.allowVerifying(metadata);
  return metadata;
}

/**
 * The authorizer of one API.
 *
 * @param scope in the API's own stack
 * @param routes the table of protected routes, JSON
 */
export function authorizerFunction(
  scope: Construct,
  { settings, storage, keys, issuerUrl, metricsNamespace }: ServiceParts,
  routes: string,
): AuthFunction {
  const immediate = settings.sessionCheck === 'immediate';
  const authorizer = new AuthFunction(scope, 'Function', settings, {
    bundle: 'authorizer',
    description: 'Verifies access tokens for the gateway',
    memorySize: settings.authorizerMemorySize,
    timeout: 10,
    reservedConcurrency: settings.authorizerReservedConcurrency,
    environment: {
      ISSUER_URL: issuerUrl,
      AUDIENCE: settings.audience ?? issuerUrl,
      KEY_SET_SECRET_ARN: keys.keySetSecret.ref,
      SESSION_CHECK: settings.sessionCheck,
      METRICS_NAMESPACE: metricsNamespace,
      ROUTES: routes,
      ...(immediate && {
        USERS_TABLE_NAME: storage.usersTable.tableName,
        REFRESH_TOKENS_TABLE_NAME: storage.refreshTokensTable.tableName,
      }),
    },
  });
  keys.allowVerifying(authorizer);
  if (immediate) storage.allowSessionCheck(authorizer);
  return authorizer;
}

const issuingEnvironment = ({
  settings,
  storage,
  keys,
  issuerUrl,
  metricsNamespace,
  scopesSupported,
}: ServiceParts) => ({
  METRICS_NAMESPACE: metricsNamespace,
  ISSUER_URL: issuerUrl,
  AUDIENCE: settings.audience ?? issuerUrl,
  USERS_TABLE_NAME: storage.usersTable.tableName,
  REFRESH_TOKENS_TABLE_NAME: storage.refreshTokensTable.tableName,
  SIGNING_KEYS_SECRET_ARN: keys.signingKeysSecret.ref,
  REFRESH_TOKEN_KEYS_SECRET_ARN: keys.refreshTokenKeysSecret.ref,
  ACCESS_TOKEN_TTL_SECONDS: String(settings.accessTokenTtl),
  REFRESH_TOKEN_IDLE_TTL_SECONDS: String(settings.refreshTokenIdleTtl),
  REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS: String(settings.refreshTokenAbsoluteTtl),
  OVERLAP_WINDOW_SECONDS: String(settings.overlapWindow),
  SCOPES_SUPPORTED: scopesSupported,
  ...roleEnvironment(settings),
  ...clientEnvironment(settings),
});

/** What login takes is what the metadata says. */
export const grantEnvironment = ({ passwordGrant }: TokenServiceSettings) => ({
  PASSWORD_GRANT: passwordGrant ? 'on' : 'off',
});

/** What new hashes are made with. */
export const hashingEnvironment = (settings: TokenServiceSettings) => ({
  ARGON2_MEMORY_KIB: String(settings.argon2MemoryKib),
  ARGON2_TIME_COST: String(settings.argon2TimeCost),
  ARGON2_PARALLELISM: String(settings.argon2Parallelism),
});

/** How the guessing of passwords is slowed down, for each function that checks passwords. */
export const passwordCheckEnvironment = (settings: TokenServiceSettings) => ({
  LOGIN_THROTTLING: JSON.stringify(settings.loginThrottling),
  MINIMUM_FAILURE_MILLIS: String(settings.minimumFailureMillis),
});

/** What each role stands for. */
export const roleEnvironment = ({ roles }: TokenServiceSettings) => ({
  ROLE_SCOPES: JSON.stringify(roles),
});

/** The clients, and the origins of their pages. */
export const clientEnvironment = (settings: TokenServiceSettings) => ({
  REFRESH_TOKEN_POLICY: settings.refreshTokenPolicy,
  CLIENT_IDS: settings.clientIds.join(','),
  CLIENT_RESERVED_SCOPES: Object.entries(settings.clientReservedScopes)
    .flatMap(([clientId, scopes]) => scopes.map((scope) => `${clientId}=${scope}`))
    .join(','),
  CORS_ALLOWED_ORIGINS: settings.corsAllowedOrigins.join(','),
});
