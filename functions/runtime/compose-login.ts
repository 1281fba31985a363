import { composeLoginThrottle, readLoginThrottleConfig } from './compose-login-throttle.ts';
import { composePasswords, readPasswordConfig } from './compose-passwords.ts';
import { composeSessions, readSessionConfig } from './compose-sessions.ts';
import { loadConfig } from './environment.ts';
import { readPasswordGrant } from './grant-settings.ts';
import { createJsonLog } from './json-log.ts';

/**
 * Puts the login function together.
 *
 * @param environment usually `process.env`
 * @throws ConfigurationError naming every variable that is missing or wrong, and RangeError for
 *   argon2 parameters that are dearer together than each of them
 */
export function composeLogin(environment: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(environment, (reader) => ({
    ...readSessionConfig(reader),
    ...readLoginThrottleConfig(reader),
    passwordGrant: readPasswordGrant(reader),
    ...readPasswordConfig(reader),
  }));
  const passwords = composePasswords(config);
  const { ports, dynamodb, ...surroundings } = composeSessions(
    config,
    environment,
    createJsonLog('login'),
  );
  return {
    ...surroundings,
    passwordGrant: config.passwordGrant,
    ports: { ...ports, passwords, ...composeLoginThrottle(config, dynamodb, config) },
  };
}
