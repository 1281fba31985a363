import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import type { SecretReader } from '../../core/keys/secret-store.ts';
import { readSecretVersion } from './read-secret-version.ts';

/**
 * One secret of AWS Secrets Manager, for functions that only read: their bundles hold no command
 * that writes.
 *
 * @param client shared by all secrets
 * @param secretId the secret's ARN
 */
export const createSecretsManagerReader = (
  client: Pick<SecretsManagerClient, 'send'>,
  secretId: string,
): SecretReader => ({
  read: async () => readSecretVersion(client, new GetSecretValueCommand({ SecretId: secretId })),
});
