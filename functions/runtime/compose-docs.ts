import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from './environment.ts';
import { readPasswordGrant } from './grant-settings.ts';
import { createJsonLog } from './json-log.ts';

/**
 * Puts the docs function together. It calls nobody: what it serves lies beside its bundle.
 *
 * @param environment usually `process.env`
 * @param folder the bundle's, with the files that the build put into `site/`
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export function composeDocs(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
) {
  const settings = loadConfig(environment, (reader) => ({
    scopesSupported: reader.list('SCOPES_SUPPORTED'),
    absentRoutes: reader.list('ABSENT_ROUTES'),
    passwordGrant: readPasswordGrant(reader),
  }));
  return {
    log: createJsonLog('docs'),
    // Each answer allows every origin by itself, where it may.
    allowedOrigins: [],
    ready: () => Promise.resolve(),
    settings,
    site: {
      read: (name: string) => readFileSync(join(folder, 'site', name), 'utf8'),
      assets: () => readdirSync(join(folder, 'site/assets')),
    },
  };
}
