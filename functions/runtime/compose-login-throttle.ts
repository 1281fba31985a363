import { setTimeout as wait } from 'node:timers/promises';
import { createDynamoDBKnownSources } from '../adapters/dynamodb/dynamodb-known-sources.ts';
import { createDynamoDBLoginCounters } from '../adapters/dynamodb/dynamodb-login-counters.ts';
import type { DynamoDBCall } from '../adapters/dynamodb/dynamodb-call.ts';
import type { PasswordCheckPorts } from '../core/check-password.ts';
import { createCountingThrottle } from '../core/throttling/counting-throttle.ts';
import { NO_LOGIN_THROTTLE } from '../core/throttling/login-throttle.ts';
import type { LoginThrottling, ThrottleRules } from '../core/throttling/throttle-rules.ts';
import type { EnvironmentReader } from './environment.ts';

/** How guessing passwords is slowed down. */
export interface LoginThrottleConfig {
  /** `null`: it is not. */
  readonly loginThrottling: LoginThrottling | null;
  readonly minimumFailureMillis: number;
}

/**
 * Reads `MINIMUM_FAILURE_MILLIS`, and `LOGIN_THROTTLING`: `null`, or JSON with the members of
 * `LoginThrottling`, all of them.
 */
export const readLoginThrottleConfig = (environment: EnvironmentReader): LoginThrottleConfig => ({
  loginThrottling: environment.json('LOGIN_THROTTLING', parseLoginThrottling),
  minimumFailureMillis: environment.integer('MINIMUM_FAILURE_MILLIS', { min: 0, max: 30_000 }),
});

/** @returns what checking passwords needs besides users and a hasher */
export function composeLoginThrottle(
  { loginThrottling, minimumFailureMillis }: LoginThrottleConfig,
  dynamodb: DynamoDBCall,
  tables: { readonly usersTableName: string; readonly refreshTokensTableName: string },
): Pick<PasswordCheckPorts, 'loginThrottle' | 'minimumFailureMillis' | 'pause'> {
  const counting = (rules: LoginThrottling) =>
    createCountingThrottle(rules, {
      loginCounters: createDynamoDBLoginCounters(dynamodb, tables.usersTableName),
      knownSources: createDynamoDBKnownSources(dynamodb, tables.refreshTokensTableName),
      clock: { now: Date.now },
    });
  return {
    loginThrottle: loginThrottling === null ? NO_LOGIN_THROTTLE : counting(loginThrottling),
    minimumFailureMillis,
    pause: async (millis) => wait(millis),
  };
}

function parseLoginThrottling(value: unknown): LoginThrottling | null {
  if (value === null) return null;
  return { account: rulesOf(member(value, 'account')), source: rulesOf(member(value, 'source')) };
}

const rulesOf = (value: unknown): ThrottleRules => ({
  freeTries: atLeast(1, member(value, 'freeTries')),
  firstDelayMs: atLeast(1, member(value, 'firstDelayMs')),
  growth: atLeast(1, member(value, 'growth')),
  longestDelayMs: atLeast(1, member(value, 'longestDelayMs')),
  windowMs: atLeast(1, member(value, 'windowMs')),
});

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

function atLeast(least: number, value: unknown): number {
  if (typeof value === 'number' && value >= least) return value;
  throw new RangeError('a throttle’s rules are numbers of 1 and more');
}
