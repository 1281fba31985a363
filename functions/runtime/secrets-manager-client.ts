import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * One client for a function's secrets. Region, credentials and a different endpoint come from the
 * environment. A try may take 2 s, so that three of them fit into every function's timeout.
 */
export const createSecretsManagerClient = (): SecretsManagerClient =>
  new SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: 2000,
      throwOnRequestTimeout: true,
    },
  });
