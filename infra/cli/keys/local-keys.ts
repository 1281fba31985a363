import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { findRunningEdition, type RunningEdition } from '../../local/running-edition.ts';
import { StartError } from '../../local/start-error.ts';
import { startLocalEdition, type LocalEdition } from '../../local/start-local-edition.ts';
import { readTerminalSettings } from '../../local/terminal/terminal-settings.ts';
import { CliError } from '../cli-error.ts';
import { createKeysService } from './function-keys-service.ts';
import type { KeysService } from './keys-service.ts';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * Opens the keys of the local edition in `LATCHKEY_DATA`: of the one that runs, else of one that is
 * started for this command alone.
 *
 * @throws CliError when there is no data yet, or it can't be started
 */
export async function openLocalKeys(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<KeysService> {
  const { dataDirectory } = readTerminalSettings(environment);
  const running = findRunningEdition(dataDirectory);
  if (running) return serviceOf(running, 'the local edition');
  if (!existsSync(join(dataDirectory, 'secrets'))) {
    throw new CliError(`there is no local edition in ${dataDirectory} yet: npm start makes one`);
  }
  const edition = await startBriefly(dataDirectory);
  const started = findRunningEdition(dataDirectory);
  if (!started) throw new CliError('the local edition ended while it was started: try again');
  return serviceOf(started, 'the local edition (started for this)', () => edition.stop());
}

async function startBriefly(dataDirectory: string): Promise<LocalEdition> {
  try {
    return await startLocalEdition({
      assemblyDirectory: await prepareAssembly({ root: ROOT }),
      port: 0,
      dataDirectory,
    });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    throw new CliError(`the local edition can't start: ${error.message}`, undefined, {
      cause: error,
    });
  }
}

function serviceOf(
  running: RunningEdition,
  name: string,
  close: () => Promise<void> = () => Promise.resolve(),
): KeysService {
  const { region, administrator: credentials, lambdaUrl, secretsManagerUrl } = running;
  const [functionName] = running.rotationFunctionArns;
  if (functionName === undefined) {
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
