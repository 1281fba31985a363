import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CliError } from '../cli-error.ts';
import { openLocalEdition } from '../local-edition.ts';
import { createKeysService } from './function-keys-service.ts';
import type { KeysService } from './keys-service.ts';

/**
 * Opens the keys of the local edition in `LATCHKEY_DATA`.
 *
 * @throws CliError when there is no data yet, or it can't be started
 */
export async function openLocalKeys(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<KeysService> {
  const { running, name, close } = await openLocalEdition(environment);
  const { region, administrator: credentials, lambdaUrl, secretsManagerUrl } = running;
  const [functionName] = running.rotationFunctionArns;
  if (functionName === undefined) {
    await close();
    throw new CliError('the local edition rotates no keys: restart it with npm start');
  }
  return createKeysService({
    name,
    functionName,
    invoker: { region, credentials: () => Promise.resolve(credentials), lambdaUrl },
    secretsManager: new SecretsManagerClient({ region, credentials, endpoint: secretsManagerUrl }),
    close,
  });
}
