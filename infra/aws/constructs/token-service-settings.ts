import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { TokenServiceProps } from './token-service-props.ts';
import { checkSettings } from './check-settings.ts';
import { checkUserSettings } from './check-user-settings.ts';
import { checkThrottling, resolveLoginThrottling } from './throttle-settings.ts';

/** Every setting with a value that has passed the checks. Times are seconds. */
export type TokenServiceSettings = ReturnType<typeof resolveSettings>;

/**
 * Fills in the defaults, field by field, and checks the result.
 *
 * @throws Error naming the prop, what it must be and what it was
 */
export function resolveSettings(props: TokenServiceProps) {
  const settings = {
    issuer: props.issuer,
    domainName: props.domainName,
    certificate: props.certificate,
    stageName: props.stageName ?? 'v1',
    docs: props.docs ?? true,
    audience: props.audience,
    realm: props.realm ?? 'latchkey',
    signingAlgorithm: props.signingAlgorithm ?? 'ES256',
    keyRotationInterval: seconds(props.keyRotationInterval, Duration.days(30)),
    accessTokenTtl: seconds(props.accessTokenTtl, Duration.minutes(15)),
    refreshTokenIdleTtl: seconds(props.refreshTokenIdleTtl, Duration.days(30)),
    refreshTokenAbsoluteTtl: seconds(props.refreshTokenAbsoluteTtl, Duration.days(90)),
    overlapWindow: seconds(props.overlapWindow, Duration.seconds(10)),
    refreshTokenPolicy: props.refreshTokenPolicy ?? 'recover',
    passwordGrant: props.passwordGrant ?? true,
    clientIds: props.clientIds ?? ['default'],
    clientReservedScopes: props.clientReservedScopes ?? {},
    scopesSupported: props.scopesSupported ?? [],
    roles: props.roles ?? {},
    selfRegistration: props.selfRegistration ?? false,
    selfRegistrationScopes: props.selfRegistrationScopes ?? [],
    adminApi: props.adminApi ?? true,
    passwordMinLength: props.passwordMinLength ?? 15,
    loginThrottling: resolveLoginThrottling(props.loginThrottling),
    minimumFailureMillis: (props.minimumFailureDuration ?? Duration.millis(0)).toMilliseconds(),
    authorizerCacheTtl: seconds(props.authorizerCacheTtl, Duration.minutes(1)),
    sessionCheck: props.sessionCheck ?? 'immediate',
    argon2MemoryKib: props.argon2MemoryKib ?? 19_456,
    argon2TimeCost: props.argon2TimeCost ?? 2,
    argon2Parallelism: props.argon2Parallelism ?? 1,
    loginMemorySize: props.loginMemorySize ?? 1769,
    refreshMemorySize: props.refreshMemorySize ?? 512,
    authorizerMemorySize: props.authorizerMemorySize ?? 512,
    memorySize: props.memorySize ?? 256,
    loginReservedConcurrency: props.loginReservedConcurrency,
    refreshReservedConcurrency: props.refreshReservedConcurrency,
    authorizerReservedConcurrency: props.authorizerReservedConcurrency,
    tokenRateLimit: props.tokenRateLimit ?? 100,
    tokenBurstLimit: props.tokenBurstLimit ?? 200,
    refreshRateLimit: props.refreshRateLimit ?? 500,
    refreshBurstLimit: props.refreshBurstLimit ?? 1000,
    corsAllowedOrigins: props.corsAllowedOrigins ?? [],
    usersTable: props.usersTable,
    refreshTokensTable: props.refreshTokensTable,
    encryptionKey: props.encryptionKey,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    alarms: props.alarms ?? true,
    alarmTopic: props.alarmTopic,
    metricsNamespace: props.metricsNamespace,
    logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
    functionBundles: props.functionBundles ?? join(import.meta.dirname, '../../../dist/functions'),
  } as const;
  checkSettings(settings);
  checkUserSettings(settings);
  checkThrottling(settings, refreshTimeout(settings.overlapWindow));
  return settings;
}

/**
 * How long a request that refreshes may run, in seconds. It ends more than 4 seconds before the
 * overlap window does, so that a client that waited for it in vain still finds the window open. That
 * holds for login, too: it takes the refresh grant beside the password's.
 */
export const refreshTimeout = (overlapWindow: number): number => overlapWindow - 5;

const seconds = (duration: Duration | undefined, otherwise: Duration): number =>
  (duration ?? otherwise).toSeconds();
