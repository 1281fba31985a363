import type { SignedRequest } from '../adapters/signed-requests/signed-request.ts';
import { createSignedSecretReader } from '../adapters/signed-requests/signed-secret-reader.ts';
import type { KeyRingName } from '../core/events/security-event.ts';
import type { RefreshTokenKeySource, SigningKeySource } from '../core/keys/key-rings.ts';
import { createRefreshTokenKeyCache } from '../core/keys/refresh-token-key-cache.ts';
import type { RingCachePorts } from '../core/keys/ring-cache.ts';
import { createSigningKeyCache } from '../core/keys/signing-key-cache.ts';
import type { EnvironmentReader } from './environment.ts';
import type { JsonLog } from './json-log.ts';
import { reportKeyRing } from './key-reports.ts';

/** Where the two private rings are. */
export interface KeySourceConfig {
  readonly signingKeysSecretArn: string;
  readonly refreshTokenKeysSecretArn: string;
}

/** The rings of login and refresh. */
export interface KeySources {
  readonly signingKeys: SigningKeySource;
  readonly refreshTokenKeys: RefreshTokenKeySource;
  /** What to read at start, for `preload`. */
  readonly reads: Readonly<Record<string, () => Promise<unknown>>>;
}

/** Reads `SIGNING_KEYS_SECRET_ARN` and `REFRESH_TOKEN_KEYS_SECRET_ARN`. */
export const readKeySourceConfig = (environment: EnvironmentReader): KeySourceConfig => ({
  signingKeysSecretArn: environment.text('SIGNING_KEYS_SECRET_ARN'),
  refreshTokenKeysSecretArn: environment.text('REFRESH_TOKEN_KEYS_SECRET_ARN'),
});

/**
 * @param request reads the secrets: two reads at start don't pay for loading the SDK's client
 * @param log hears of every failed read, also of those that an older ring covered
 */
export function composeKeySources(
  { signingKeysSecretArn, refreshTokenKeysSecretArn }: KeySourceConfig,
  request: SignedRequest,
  log: Pick<JsonLog, 'error' | 'record'>,
): KeySources {
  const ports = (secretArn: string, ring: KeyRingName): RingCachePorts => ({
    secret: createSignedSecretReader(request, secretArn),
    clock: { now: Date.now },
    report: reportKeyRing(log, ring),
  });
  const signingKeys = createSigningKeyCache(ports(signingKeysSecretArn, 'signing'));
  const refreshTokenKeys = createRefreshTokenKeyCache(
    ports(refreshTokenKeysSecretArn, 'refresh_token'),
  );
  return {
    signingKeys,
    refreshTokenKeys,
    reads: {
      SIGNING_KEYS_SECRET_ARN: async () => signingKeys.active(),
      REFRESH_TOKEN_KEYS_SECRET_ARN: async () => refreshTokenKeys.active(),
    },
  };
}
