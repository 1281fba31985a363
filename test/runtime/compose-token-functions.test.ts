import { composeLogin } from '../../functions/runtime/compose-login.ts';
import { readLoginThrottleConfig } from '../../functions/runtime/compose-login-throttle.ts';
import { composeRefresh } from '../../functions/runtime/compose-refresh.ts';
import { composeUsers } from '../../functions/runtime/compose-users.ts';
import { readSessionConfig } from '../../functions/runtime/compose-sessions.ts';
import { ConfigurationError, loadConfig } from '../../functions/runtime/environment.ts';

const SESSIONS = {
  ISSUER_URL: 'https://auth.example.com',
  AUDIENCE: 'https://api.example.com',
  USERS_TABLE_NAME: 'users',
  REFRESH_TOKENS_TABLE_NAME: 'refresh-tokens',
  SIGNING_KEYS_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:1:secret:signing',
  REFRESH_TOKEN_KEYS_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:1:secret:refresh',
  ACCESS_TOKEN_TTL_SECONDS: '900',
  REFRESH_TOKEN_IDLE_TTL_SECONDS: '2592000',
  REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS: '7776000',
  OVERLAP_WINDOW_SECONDS: '10',
  ROLE_SCOPES: '{"editor":["items:write"]}',
  REFRESH_TOKEN_POLICY: 'recover',
};
const LOGIN = {
  PASSWORD_GRANT: 'on',
  ARGON2_MEMORY_KIB: '19456',
  ARGON2_TIME_COST: '2',
  ARGON2_PARALLELISM: '1',
  LOGIN_THROTTLING: 'null',
  MINIMUM_FAILURE_MILLIS: '0',
};

const problemsOf = (compose: () => unknown): readonly string[] => {
  try {
    compose();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
};

const clientIds = (environment: Record<string, string>) =>
  loadConfig(environment, readSessionConfig).clients.map(({ clientId }) => clientId);

const throttlingProblems = (throttling: unknown) =>
  problemsOf(() =>
    loadConfig({ ...LOGIN, LOGIN_THROTTLING: JSON.stringify(throttling) }, readLoginThrottleConfig),
  );

describe('a function that lacks settings does not start', () => {
  it('and names every one of them at once', () => {
    const sessions = Object.keys(SESSIONS).map((name) => `${name} is not set`);
    const login = [...sessions, ...Object.keys(LOGIN).map((name) => `${name} is not set`)];
    expect(problemsOf(() => composeLogin({})).toSorted()).toEqual(login.toSorted());
    expect(problemsOf(() => composeRefresh({})).toSorted()).toEqual(sessions.toSorted());
    expect(problemsOf(() => composeUsers({}))).toEqual([
      'USERS_TABLE_NAME is not set',
      'ROLE_SCOPES is not set',
    ]);
  });

  it('nor with settings that make no sense', () => {
    const environment = {
      ...SESSIONS,
      ...LOGIN,
      OVERLAP_WINDOW_SECONDS: '5',
      REFRESH_TOKEN_POLICY: 'forgive',
      ARGON2_MEMORY_KIB: '1e9',
      PASSWORD_GRANT: 'yes',
    };
    expect(problemsOf(() => composeLogin(environment)).toSorted()).toEqual([
      'ARGON2_MEMORY_KIB must be a whole number from 8 to 262144',
      'OVERLAP_WINDOW_SECONDS must be a whole number from 6 to 60',
      'PASSWORD_GRANT must be one of on, off',
      'REFRESH_TOKEN_POLICY must be one of recover, strict, reuse',
    ]);
    const tooDear = { ...SESSIONS, ...LOGIN, ARGON2_MEMORY_KIB: '262144', ARGON2_TIME_COST: '9' };
    expect(() => composeLogin(tooDear)).toThrow('argon2 parameters');
  });
});

describe('the rules of the login throttle', () => {
  const rules = { freeTries: 10, firstDelayMs: 1000, growth: 2, longestDelayMs: 2000, windowMs: 1 };

  it('are none, or all of them', () => {
    expect(throttlingProblems(null)).toEqual([]);
    expect(throttlingProblems({ account: rules, source: rules })).toEqual([]);
  });

  it.each([
    {},
    [],
    'off',
    false,
    { account: rules },
    { account: rules, source: { ...rules, growth: 0.5 } },
    { account: rules, source: { ...rules, freeTries: '10' } },
    { account: { ...rules, windowMs: undefined }, source: rules },
  ])('are not %j', (throttling) => {
    expect(throttlingProblems(throttling)).toEqual([
      'LOGIN_THROTTLING is not the JSON that is expected there',
    ]);
  });
});

describe('the settings of login and refresh', () => {
  it('name the clients, the first of which is the default one', () => {
    expect(clientIds({ ...SESSIONS, CLIENT_IDS: 'web,app' })).toEqual(['web', 'app']);
    expect(clientIds(SESSIONS)).toEqual(['default']);
  });

  it('are handed on as they are', () => {
    const environment = {
      ...SESSIONS,
      REFRESH_TOKEN_POLICY: 'strict',
      CORS_ALLOWED_ORIGINS: 'https://a.example,https://b.example',
      SCOPES_SUPPORTED: 'items:read,items:write',
      METRICS_NAMESPACE: 'Latchkey/Test',
    };
    expect(loadConfig(environment, readSessionConfig)).toEqual({
      metricsNamespace: 'Latchkey/Test',
      usersTableName: 'users',
      refreshTokensTableName: 'refresh-tokens',
      signingKeysSecretArn: SESSIONS.SIGNING_KEYS_SECRET_ARN,
      refreshTokenKeysSecretArn: SESSIONS.REFRESH_TOKEN_KEYS_SECRET_ARN,
      allowedOrigins: ['https://a.example', 'https://b.example'],
      clients: [
        {
          clientId: 'default',
          type: 'public',
          refreshTokenPolicy: 'strict',
          reservedScopes: [],
          registration: null,
        },
      ],
      settings: {
        issuer: 'https://auth.example.com',
        audience: 'https://api.example.com',
        accessTokenTtlSeconds: 900,
        refreshTokenIdleTtlSeconds: 2_592_000,
        refreshTokenAbsoluteTtlSeconds: 7_776_000,
        overlapWindowSeconds: 10,
        roleScopes: { editor: ['items:write'] },
        scopesSupported: ['items:read', 'items:write'],
      },
    });
  });
});
