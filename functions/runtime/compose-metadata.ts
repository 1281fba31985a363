import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import { createSignedSecretReader } from '../adapters/signed-requests/signed-secret-reader.ts';
import { createKeySetCache } from '../core/keys/key-set-cache.ts';
import { readMetricsConfig } from './embedded-metrics.ts';
import { loadConfig } from './environment.ts';
import { readPasswordGrant } from './grant-settings.ts';
import { createJsonLog } from './json-log.ts';
import { reportKeySet } from './key-reports.ts';
import { preload } from './preload.ts';

/**
 * Builds the metadata function's parts. Reading the key set begins here, while the function starts.
 *
 * @param environment usually `process.env`; credentials are read from it at every call
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeMetadata(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, (reader) => ({
    ...readMetricsConfig(reader),
    keySetSecretArn: reader.text('KEY_SET_SECRET_ARN'),
    settings: {
      issuer: reader.text('ISSUER_URL'),
      scopesSupported: reader.list('SCOPES_SUPPORTED'),
      passwordGrant: readPasswordGrant(reader),
      docs: reader.oneOf('DOCS', ['on', 'off']) === 'on',
    },
  }));
  const log = createJsonLog('metadata').withMetrics(config);
  const request = createSignedRequest(environment, createSender());
  const keys = createKeySetCache({
    secret: createSignedSecretReader(request, config.keySetSecretArn),
    clock: { now: Date.now },
    report: reportKeySet(log),
  });
  return {
    log,
    // Each answer allows every origin by itself.
    allowedOrigins: [],
    ready: preload({ KEY_SET_SECRET_ARN: async () => keys.all() }),
    keys,
    settings: config.settings,
  };
}
