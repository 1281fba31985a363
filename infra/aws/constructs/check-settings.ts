import { Token } from 'aws-cdk-lib';
import type { TokenServiceSettings } from './token-service-settings.ts';

/** A number with its bounds, inclusive. */
type Bounds = readonly [min: number, max: number];

const DAY = 86_400;

const WHOLE_NUMBERS = {
  keyRotationInterval: [DAY, 1000 * DAY],
  accessTokenTtl: [60, DAY],
  refreshTokenIdleTtl: [60, 3650 * DAY],
  refreshTokenAbsoluteTtl: [60, 3650 * DAY],
  // Less would leave a refresh no time: see `refreshTimeout`.
  overlapWindow: [6, 60],
  authorizerCacheTtl: [0, 3600],
  argon2MemoryKib: [8, 262_144],
  argon2TimeCost: [1, 64],
  argon2Parallelism: [1, 16],
  loginMemorySize: [128, 10_240],
  refreshMemorySize: [128, 10_240],
  authorizerMemorySize: [128, 10_240],
  memorySize: [128, 10_240],
  loginReservedConcurrency: [1, 100_000],
  refreshReservedConcurrency: [1, 100_000],
  authorizerReservedConcurrency: [1, 100_000],
  tokenRateLimit: [1, 100_000],
  tokenBurstLimit: [1, 100_000],
  refreshRateLimit: [1, 100_000],
  refreshBurstLimit: [1, 100_000],
  passwordMinLength: [8, 64],
} as const satisfies Partial<Record<keyof TokenServiceSettings, Bounds>>;

const SECONDS = /Ttl$|^overlapWindow$|Interval$/;

/**
 * Checks the settings one by one and against each other.
 *
 * @throws Error naming the prop, what it must be and what it was
 */
export function checkSettings(settings: TokenServiceSettings): void {
  for (const [name, bounds] of Object.entries(WHOLE_NUMBERS)) {
    checkWholeNumber(name, settings[name as keyof typeof WHOLE_NUMBERS], bounds);
  }
  refuse(
    settings.keyRotationInterval % DAY !== 0,
    'keyRotationInterval must be whole days',
    `${settings.keyRotationInterval} seconds`,
  );
  checkIssuer(settings);
  checkMatch('stageName', settings.stageName, /^\w{1,128}$/, 'letters, digits and underscores');
  if (settings.metricsNamespace !== undefined) {
    // CloudWatch's rule for namespaces, less those that AWS keeps for itself.
    const rule = 'up to 255 letters, digits and ._/#- that do not begin with AWS/';
    checkMatch('metricsNamespace', settings.metricsNamespace, /^(?!AWS\/)[\w./#-]{1,255}$/, rule);
  }
  refuse(
    settings.alarmTopic !== undefined && !settings.alarms,
    'alarmTopic needs alarms',
    'alarms: false',
  );
  checkMatch('realm', settings.realm, /^[\w .:/-]+$/, 'letters, digits, spaces and ._:/-');
  if (settings.audience !== undefined) {
    checkMatch('audience', settings.audience, /^[\x21-\x7e]+$/, 'printable text without spaces');
  }
  checkList('clientIds', settings.clientIds, /^[\w.~-]{1,128}$/, 'letters, digits and ._~-');
  refuse(settings.clientIds.length === 0, 'clientIds must name at least one client', '[]');
  for (const [clientId, scopes] of Object.entries(settings.clientReservedScopes)) {
    const known = settings.clientIds.includes(clientId);
    refuse(!known, `clientReservedScopes must name clients of clientIds`, clientId);
    checkList(
      `clientReservedScopes of ${clientId}`,
      scopes,
      /^(users|tokens):[\w.-]+$/,
      'scopes such as tokens:introspect',
    );
  }
  checkList('scopesSupported', settings.scopesSupported, SCOPE, SCOPE_WORDS);
  checkList(
    'corsAllowedOrigins',
    settings.corsAllowedOrigins,
    /^(\*|https?:\/\/[^\s/,?#@']+)$/,
    'origins such as https://app.example.com, or *',
  );
  refuse(
    settings.refreshTokenIdleTtl > settings.refreshTokenAbsoluteTtl,
    `refreshTokenIdleTtl must not exceed refreshTokenAbsoluteTtl (${settings.refreshTokenAbsoluteTtl} seconds)`,
    `${settings.refreshTokenIdleTtl} seconds`,
  );
  refuse(
    settings.accessTokenTtl > settings.refreshTokenAbsoluteTtl,
    `accessTokenTtl must not exceed refreshTokenAbsoluteTtl (${settings.refreshTokenAbsoluteTtl} seconds)`,
    `${settings.accessTokenTtl} seconds`,
  );
  // RFC 9106 §3.1.
  refuse(
    settings.argon2MemoryKib < 8 * settings.argon2Parallelism,
    `argon2MemoryKib must be at least 8 times argon2Parallelism (${settings.argon2Parallelism})`,
    settings.argon2MemoryKib,
  );
  refuse(
    settings.argon2MemoryKib > (settings.loginMemorySize * 1024) / 2,
    `argon2MemoryKib must leave half of loginMemorySize (${settings.loginMemorySize} MB) free`,
    settings.argon2MemoryKib,
  );
}

/** A scope token (RFC 6749 §3.3), without the comma that separates lists in our environment. */
export const SCOPE = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]{1,128}$/;

/** What `SCOPE` takes, for errors. */
export const SCOPE_WORDS = 'printable text without spaces, quotes, backslashes and commas';

function checkIssuer({ issuer, domainName, certificate }: TokenServiceSettings): void {
  refuse(
    issuer !== undefined && domainName !== undefined,
    'issuer and domainName exclude each other',
    `${issuer} and ${domainName}`,
  );
  refuse(
    domainName !== undefined && certificate === undefined,
    'domainName needs a certificate',
    domainName,
  );
  refuse(
    certificate !== undefined && domainName === undefined,
    'certificate needs a domainName',
    'none',
  );
  if (issuer !== undefined) {
    checkMatch(
      'issuer',
      issuer,
      /^https:\/\/[^\s/?#@]+(\/[^\s/?#]+)*$/,
      'an https URL without query, fragment and trailing slash',
    );
  }
}

function checkWholeNumber(name: string, value: number | undefined, [min, max]: Bounds): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  const unit = SECONDS.test(name) ? ' seconds' : '';
  refuse(
    !Number.isInteger(value) || value < min || value > max,
    `${name} must be a whole number from ${min} to ${max}${unit}`,
    `${value}${unit}`,
  );
}

/** @throws Error unless the value matches */
export function checkMatch(name: string, value: string, pattern: RegExp, words: string): void {
  refuse(
    !Token.isUnresolved(value) && !pattern.test(value),
    `${name} must be ${words}`,
    `'${value}'`,
  );
}

/** @throws Error unless every value matches and none is there twice */
export function checkList(
  name: string,
  values: readonly string[],
  pattern: RegExp,
  words: string,
): void {
  for (const value of values) checkMatch(name, value, pattern, words);
  refuse(
    new Set(values).size !== values.length,
    `${name} must not repeat itself`,
    values.join(' '),
  );
}

/** @throws Error for a problem */
export function refuse(problem: boolean, rule: string, received: unknown): void {
  if (problem) throw new Error(`${rule}; received ${String(received)}`);
}
