import { randomBytes } from 'node:crypto';

import { createSecretsManagerStore } from '../adapters/secrets-manager/secrets-manager-store.ts';
import { generateSigningKey } from '../core/keys/generate-keys.ts';
import type { KeyPorts, KeySettings } from '../core/keys/key-ports.ts';
import { readMetricsConfig, type MetricsConfig } from './embedded-metrics.ts';
import { loadConfig, type EnvironmentReader } from './environment.ts';
import type { JsonLog } from './json-log.ts';
import { readKeySourceConfig, type KeySourceConfig } from './key-sources.ts';
import { createSecretsManagerClient } from './secrets-manager-client.ts';

interface KeysConfig extends KeySourceConfig, MetricsConfig {
  readonly keySetSecretArn: string;
  readonly settings: KeySettings;
}

const DAY_SECONDS = 24 * 3600;

const readKeysConfig = (environment: EnvironmentReader): KeysConfig => ({
  ...readKeySourceConfig(environment),
  ...readMetricsConfig(environment),
  keySetSecretArn: environment.text('KEY_SET_SECRET_ARN'),
  settings: {
    algorithm: environment.oneOf('SIGNING_ALGORITHM', ['ES256', 'RS256', 'EdDSA']),
    accessTokenTtlSeconds: environment.integer('ACCESS_TOKEN_TTL_SECONDS', {
      min: 1,
      max: DAY_SECONDS,
    }),
    refreshTokenAbsoluteTtlSeconds: environment.integer('REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS', {
      min: 1,
      max: 3650 * DAY_SECONDS,
    }),
  },
});

/**
 * Puts the keys function together.
 *
 * @param environment usually `process.env`
 * @param log made before the settings are known, since a deploy is answered even without them
 * @returns where the secrets are, and the ports that all writers of keys work with
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeKeys(
  environment: Readonly<Record<string, string | undefined>>,
  log: Pick<JsonLog, 'withMetrics'>,
): KeySourceConfig & { readonly ports: KeyPorts } {
  const config = loadConfig(environment, readKeysConfig);
  const client = createSecretsManagerClient();
  return {
    ...config,
    ports: {
      signingKeys: createSecretsManagerStore(client, config.signingKeysSecretArn),
      refreshTokenKeys: createSecretsManagerStore(client, config.refreshTokenKeysSecretArn),
      keySet: createSecretsManagerStore(client, config.keySetSecretArn),
      settings: config.settings,
      securityLog: log.withMetrics(config),
      clock: { now: Date.now },
      random: { bytes: randomBytes },
      pause: pauseAfterCollision,
      generateSigningKey,
    },
  };
}

/** Up to 2 s, at random, so that two writers who collided don't collide again. */
const pauseAfterCollision = async (attempt: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(2000, 50 * 2 ** attempt));
  });
