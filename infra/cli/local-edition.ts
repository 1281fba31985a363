import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findAssembly } from '../local/assembly/find-assembly.ts';
import { findRunningEdition, type RunningEdition } from '../local/running-edition.ts';
import { StartError } from '../local/start-error.ts';
import { startLocalEdition, type LocalEdition } from '../local/start-local-edition.ts';
import { readTerminalSettings } from '../local/terminal/terminal-settings.ts';
import { CliError } from './cli-error.ts';

/** A local edition as a command works with it. */
export interface OpenedEdition {
  readonly running: RunningEdition;
  /** For messages: `the local edition`. */
  readonly name: string;
  /** Stops it if it was started for this command. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the local edition in `LATCHKEY_DATA`: the one that runs, else one that is started for this
 * command alone.
 *
 * @throws CliError when there is no data yet, or it can't be started
 */
export async function openLocalEdition(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OpenedEdition> {
  const { dataDirectory } = readTerminalSettings(environment);
  const running = findRunningEdition(dataDirectory);
  if (running) return { running, name: 'the local edition', close: () => Promise.resolve() };
  if (!existsSync(join(dataDirectory, 'secrets'))) {
    throw new CliError(`there is no local edition in ${dataDirectory} yet: npm start makes one`);
  }
  const edition = await startBriefly(dataDirectory, environment);
  const started = findRunningEdition(dataDirectory);
  if (!started) throw new CliError('the local edition ended while it was started: try again');
  return {
    running: started,
    name: 'the local edition (started for this)',
    close: () => edition.stop(),
  };
}

async function startBriefly(
  dataDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LocalEdition> {
  try {
    return await startLocalEdition({
      ...(await findAssembly(environment, { dataDirectory })),
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
