import type { PasswordPolicy } from '../core/passwords/password-policy.ts';
import type { EnvironmentReader } from './environment.ts';

/** Reads `PASSWORD_MIN_LENGTH` and `PASSWORD_SERVICE_WORDS`, comma-separated. */
export const readPasswordPolicy = (environment: EnvironmentReader): PasswordPolicy => ({
  minLength: environment.integer('PASSWORD_MIN_LENGTH', { min: 8, max: 64 }),
  serviceWords: environment.list('PASSWORD_SERVICE_WORDS'),
});
