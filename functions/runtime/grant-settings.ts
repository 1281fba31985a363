import type { EnvironmentReader } from './environment.ts';

/** @returns whether `PASSWORD_GRANT` is `on`: login reads it to obey, metadata to say so */
export const readPasswordGrant = (environment: EnvironmentReader): boolean =>
  environment.oneOf('PASSWORD_GRANT', ['on', 'off']) === 'on';
