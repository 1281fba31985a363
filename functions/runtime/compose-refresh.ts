import { composeSessions, readSessionConfig } from './compose-sessions.ts';
import { loadConfig } from './environment.ts';
import { createJsonLog } from './json-log.ts';

/**
 * Puts the refresh function together.
 *
 * @param environment usually `process.env`
 * @throws ConfigurationError naming every variable that is missing or wrong
 */
export const composeRefresh = (environment: Readonly<Record<string, string | undefined>>) =>
  composeSessions(
    loadConfig(environment, readSessionConfig),
    environment,
    createJsonLog('refresh'),
    { withoutPasswordHash: true },
  );
