import { randomBytes, randomUUID } from 'node:crypto';

import { createArgon2PasswordHasher } from '../../functions/adapters/argon2/argon2-password-hasher.ts';
import { toUserItem } from '../../functions/adapters/dynamodb/user-item.ts';
import {
  generateRefreshTokenKey,
  generateSigningKey,
} from '../../functions/core/keys/generate-keys.ts';
import { toPublicJwk } from '../../functions/core/keys/publish-key-set.ts';
import type { FakeAwsContent } from './fake-aws.ts';

const ISSUER = 'https://auth.example.com';
const PASSWORD = 'correct horse battery';
/** Counting as by default; how many tries are free does not change what one costs. */
const THROTTLE_RULES = {
  freeTries: 10,
  firstDelayMs: 1000,
  growth: 2,
  longestDelayMs: 900_000,
  windowMs: 86_400_000,
};
/** The construct's own: OWASP's. */
const ARGON2 = { memoryKiB: 19_456, timeCost: 2, parallelism: 1 };

/** @returns one user, one key of each kind, and nothing else */
export async function createBenchWorld(): Promise<{
  readonly content: FakeAwsContent;
  readonly userId: string;
}> {
  const now = Date.now();
  const signing = { ...(await generateSigningKey('ES256', now)), state: 'active' as const };
  const random = { bytes: (length: number) => randomBytes(length) };
  const refresh = { ...generateRefreshTokenKey(random, now), state: 'active' as const };
  const userId = `user:${randomUUID()}`;
  const user = toUserItem({
    userId,
    username: 'johndoe',
    passwordHash: await createArgon2PasswordHasher(ARGON2).hash(PASSWORD),
    epoch: 0,
    email: 'johndoe@example.com',
    fullName: 'John Doe',
    disabled: false,
    roles: [],
    scopes: ['items:read'],
    createdAt: now,
    updatedAt: now,
    passwordExpired: false,
    passwordChangedAt: now,
  });
  return {
    userId,
    content: {
      user: JSON.parse(JSON.stringify(user)) as FakeAwsContent['user'],
      usersTable: 'users',
      refreshTokensTable: 'refresh-tokens',
      secrets: {
        'signing-keys': JSON.stringify({ keys: [signing] }),
        'refresh-token-keys': JSON.stringify({ keys: [refresh] }),
        'key-set': JSON.stringify({ keys: [toPublicJwk(signing)] }),
      },
    },
  };
}

/** @returns every variable that any function reads: each takes its own */
export const benchEnvironment = (
  { usersTable, refreshTokensTable }: FakeAwsContent,
  awsUrl: string,
): Readonly<Record<string, string>> => ({
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_ENDPOINT_URL_DYNAMODB: awsUrl,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: awsUrl,
  ISSUER_URL: ISSUER,
  AUDIENCE: ISSUER,
  USERS_TABLE_NAME: usersTable,
  REFRESH_TOKENS_TABLE_NAME: refreshTokensTable,
  SIGNING_KEYS_SECRET_ARN: 'signing-keys',
  REFRESH_TOKEN_KEYS_SECRET_ARN: 'refresh-token-keys',
  KEY_SET_SECRET_ARN: 'key-set',
  SIGNING_ALGORITHM: 'ES256',
  ACCESS_TOKEN_TTL_SECONDS: '900',
  REFRESH_TOKEN_IDLE_TTL_SECONDS: '2592000',
  REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS: '7776000',
  OVERLAP_WINDOW_SECONDS: '10',
  ROLE_SCOPES: '{}',
  REFRESH_TOKEN_POLICY: 'recover',
  CLIENT_IDS: 'default',
  PASSWORD_GRANT: 'on',
  PASSWORD_MIN_LENGTH: '15',
  SELF_REGISTRATION: 'on',
  DOCS: 'on',
  ARGON2_MEMORY_KIB: String(ARGON2.memoryKiB),
  ARGON2_TIME_COST: String(ARGON2.timeCost),
  ARGON2_PARALLELISM: String(ARGON2.parallelism),
  LOGIN_THROTTLING: JSON.stringify({ account: THROTTLE_RULES, source: THROTTLE_RULES }),
  MINIMUM_FAILURE_MILLIS: '0',
  CORS_ALLOWED_ORIGINS: '',
  SCOPES_SUPPORTED: 'items:read',
  SESSION_CHECK: 'immediate',
  ROUTES: JSON.stringify([
    ['GET', '/users/me', []],
    ['GET', '/users/me/items', ['items:read']],
  ]),
});

/** A request as the gateway hands it on. */
const gatewayEvent = (httpMethod: string, resource: string, more: object): object => ({
  httpMethod,
  resource,
  path: resource,
  isBase64Encoded: false,
  body: null,
  queryStringParameters: null,
  headers: {},
  multiValueHeaders: {},
  ...more,
});

const requestContext = (more: object = {}): object => ({
  requestId: 'bench',
  requestTimeEpoch: Date.now(),
  identity: { sourceIp: '192.0.2.1', userAgent: 'bench' },
  ...more,
});

const form = (resource: string, parameters: Record<string, string>): object => {
  const type = 'application/x-www-form-urlencoded';
  return gatewayEvent('POST', resource, {
    headers: { 'content-type': type },
    multiValueHeaders: { 'content-type': [type] },
    body: new URLSearchParams(parameters).toString(),
    requestContext: requestContext(),
  });
};

/** The event that logs the user in. */
export const loginEvent = (): object =>
  form('/token', { grant_type: 'password', username: 'johndoe', password: PASSWORD });

/** What a login answers, as far as later requests need it. */
export interface LoginTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/**
 * One event for each function that has requests.
 *
 * @param tokens what a login answered
 */
export const benchEvents = (
  tokens: LoginTokens,
  userId: string,
): Readonly<Record<string, () => object>> => ({
  login: loginEvent,
  refresh: () =>
    form('/refresh', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }),
  authorizer: () => ({
    type: 'TOKEN',
    methodArn: 'arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/prod/GET/users/me',
    authorizationToken: `Bearer ${tokens.access_token}`,
  }),
  metadata: () =>
    gatewayEvent('GET', '/.well-known/jwks.json', { requestContext: requestContext() }),
  users: () =>
    gatewayEvent('GET', '/users/me', {
      requestContext: requestContext({
        authorizer: {
          principalId: userId,
          sub: userId,
          username: 'johndoe',
          clientId: 'default',
          scope: 'items:read',
          roles: '',
          sid: 'bench',
          exp: String(Math.floor(Date.now() / 1000) + 900),
        },
      }),
    }),
});
