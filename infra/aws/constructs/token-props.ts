import type { Duration } from 'aws-cdk-lib';

/** JWS algorithms that access tokens can be signed with (RFC 7518 §3.1, RFC 8037 §3.1). */
export type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA';

/**
 * What a refresh does to its token: `recover` rotates and forgives a lost reply, `strict` rotates and
 * forgives none, `reuse` doesn't rotate.
 */
export type RefreshTokenPolicy = 'recover' | 'strict' | 'reuse';

/**
 * When a logout reaches the authorizer: `immediate` reads the session at every cache miss,
 * `on-expiry` waits until the access token has expired and saves that read.
 */
export type SessionCheck = 'immediate' | 'on-expiry';

/** What tokens say, how long they are good, and what a password costs to check. */
export interface TokenProps {
  /**
   * The issuer's URL (`iss`) when something of yours stands in front of the API: `https`, without
   * query, fragment or trailing slash. It excludes `domainName`.
   *
   * @default the custom domain, or else the stage's own execute-api URL
   */
  readonly issuer?: string;

  /**
   * The audience (`aud`) of access tokens.
   *
   * @default the issuer
   */
  readonly audience?: string;

  /**
   * The algorithm of new signing keys. Keys that exist go on until they are rotated.
   *
   * @default 'ES256'
   */
  readonly signingAlgorithm?: SigningAlgorithm;

  /**
   * How often the signing keys and the refresh tokens' keys are turned over: 1 to 1000 whole days.
   * Nobody notices: a key is published long before it signs and kept until its tokens have expired.
   *
   * @default Duration.days(30)
   */
  readonly keyRotationInterval?: Duration;

  /**
   * How long an access token is good: one minute to one day.
   *
   * @default Duration.minutes(15)
   */
  readonly accessTokenTtl?: Duration;

  /**
   * How long a session lasts without a refresh.
   *
   * @default Duration.days(30)
   */
  readonly refreshTokenIdleTtl?: Duration;

  /**
   * How long a session lasts at most.
   *
   * @default Duration.days(90)
   */
  readonly refreshTokenAbsoluteTtl?: Duration;

  /**
   * How long a refresh token that has been superseded still gets its successor again, for parallel
   * tabs and retries: 6 to 60 seconds. login and refresh time out 5 seconds earlier: under 8 seconds
   * a call to DynamoDB that hangs is not tried again.
   *
   * @default Duration.seconds(10)
   */
  readonly overlapWindow?: Duration;

  /**
   * What a refresh does to its token, for the clients of `clientIds`.
   *
   * @default 'recover'
   */
  readonly refreshTokenPolicy?: RefreshTokenPolicy;

  /**
   * The public clients. The first is the one that a request without `client_id` is taken for.
   *
   * @default ['default']
   */
  readonly clientIds?: readonly string[];

  /**
   * Whether users can log in with their passwords at `POST /token` (RFC 6749 §4.3). It is for clients
   * of your own only; RFC 9700 §2.4 would have nobody use it. Without it nobody can start a session, as
   * long as there is no other way to; sessions that there are go on.
   *
   * @default true
   */
  readonly passwordGrant?: boolean;

  /**
   * Scopes of the service's own (`users:…`, `tokens:…`) by the client that may ask for them by name:
   * `{ console: ['tokens:introspect'] }`. Nobody else's tokens ever hold them.
   *
   * @default {} none
   */
  readonly clientReservedScopes?: Readonly<Record<string, readonly string[]>>;

  /**
   * The scopes that there are, beside those of `roles` and `selfRegistrationScopes`. When it is given, a
   * route that asks for another one does not synthesize: no token would ever hold it.
   *
   * @default whatever the protected routes ask for
   */
  readonly scopesSupported?: readonly string[];

  /**
   * How long the gateway keeps the authorizer's answer for a token: 0 to 3600 seconds. A logout, and
   * a token's own expiry, count that much later.
   *
   * @default Duration.minutes(1)
   */
  readonly authorizerCacheTtl?: Duration;

  /**
   * When a logout reaches the authorizer.
   *
   * @default 'immediate'
   */
  readonly sessionCheck?: SessionCheck;

  /**
   * Memory of one argon2id hash, in KiB.
   *
   * @default 19456
   */
  readonly argon2MemoryKib?: number;

  /**
   * Passes of one argon2id hash.
   *
   * @default 2
   */
  readonly argon2TimeCost?: number;

  /**
   * Lanes of one argon2id hash. More than one is slower on a function with one vCPU.
   *
   * @default 1
   */
  readonly argon2Parallelism?: number;
}
