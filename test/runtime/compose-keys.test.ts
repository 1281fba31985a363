import { composeKeys } from '../../functions/runtime/compose-keys.ts';
import { composeMetadata } from '../../functions/runtime/compose-metadata.ts';
import { createJsonLog } from '../../functions/runtime/json-log.ts';
import { ConfigurationError } from '../../functions/runtime/environment.ts';

const environment = {
  SIGNING_KEYS_SECRET_ARN: 'arn:signing',
  REFRESH_TOKEN_KEYS_SECRET_ARN: 'arn:refresh',
  KEY_SET_SECRET_ARN: 'arn:set',
  SIGNING_ALGORITHM: 'EdDSA',
  ACCESS_TOKEN_TTL_SECONDS: '900',
  REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS: '7776000',
};

const problemsOf = (compose: () => unknown): readonly string[] => {
  try {
    compose();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
};

describe('the keys function is composed', () => {
  test('from its variables', () => {
    const keys = composeKeys(environment, createJsonLog('keys'));
    expect(keys.signingKeysSecretArn).toBe('arn:signing');
    expect(keys.refreshTokenKeysSecretArn).toBe('arn:refresh');
    expect(keys.ports.settings).toEqual({
      algorithm: 'EdDSA',
      accessTokenTtlSeconds: 900,
      refreshTokenAbsoluteTtlSeconds: 7_776_000,
    });
  });

  test('or not at all, and every variable at fault is named at once, without its value', () => {
    expect(
      problemsOf(() =>
        composeKeys(
          { SIGNING_ALGORITHM: 'HS256', ACCESS_TOKEN_TTL_SECONDS: '0' },
          createJsonLog('keys'),
        ),
      ),
    ).toEqual([
      'SIGNING_KEYS_SECRET_ARN is not set',
      'REFRESH_TOKEN_KEYS_SECRET_ARN is not set',
      'KEY_SET_SECRET_ARN is not set',
      'SIGNING_ALGORITHM must be one of ES256, RS256, EdDSA',
      'ACCESS_TOKEN_TTL_SECONDS must be a whole number from 1 to 86400',
      'REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS is not set',
    ]);
  });
});

describe('the metadata function is composed', () => {
  test('or not at all, and every variable at fault is named at once', () => {
    expect(problemsOf(() => composeMetadata({}))).toEqual([
      'KEY_SET_SECRET_ARN is not set',
      'ISSUER_URL is not set',
      'PASSWORD_GRANT is not set',
      'DOCS is not set',
    ]);
  });
});
