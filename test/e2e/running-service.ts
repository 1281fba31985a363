import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import '../infra/local/long-timeout.ts';
import { prepareAssembly } from '../../infra/local/assembly/prepare-assembly.ts';
import {
  startLocalEdition,
  type LocalEdition,
  type LocalEditionOptions,
} from '../../infra/local/start-local-edition.ts';

/** The whole service, running on this machine for one test suite. */
export interface RunningService extends LocalEdition {
  /** Where its data lies; gone after `stop`, unless the suite brought the folder. */
  readonly dataDirectory: string;
  /** One line about each thing that went wrong, refusals by IAM among them. */
  readonly problems: readonly string[];
  /** One line about each request that the gateway turned away, and why. */
  readonly refusals: readonly string[];
  /** Every line that the functions have logged, once they have stopped logging. */
  logLines(): Promise<readonly string[]>;
}

/** What a suite can choose. */
export type ServiceOptions = Partial<
  Pick<
    LocalEditionOptions,
    'transformTemplate' | 'adjustableClock' | 'dataDirectory' | 'port' | 'assemblyDirectory'
  >
>;

/** How long the logs must stand still to be taken as complete. */
const QUIET_MS = 150;

/**
 * Starts this repository's stack on a free port with a data folder of its own. The first caller builds
 * and synthesizes; the others, in other processes too, wait for that and use it.
 */
export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  const assemblyDirectory =
    options.assemblyDirectory ??
    (await prepareAssembly({ root: join(import.meta.dirname, '../..') }));
  const ownFolder = options.dataDirectory === undefined;
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'latchkey-'));
  const problems: string[] = [];
  const refusals: string[] = [];
  const edition = await startLocalEdition({
    port: 0,
    ...options,
    assemblyDirectory,
    dataDirectory,
    onProblem: (line) => problems.push(line),
    onRefused: (line) => refusals.push(line),
  });
  const readLogs = (): readonly string[] =>
    readdirSync(edition.logFolder).flatMap((name) =>
      readFileSync(join(edition.logFolder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    );
  return {
    ...edition,
    dataDirectory,
    problems,
    refusals,
    async logLines() {
      for (let before = -1, lines = readLogs(); ; lines = readLogs()) {
        if (lines.length === before) return lines;
        before = lines.length;
        await wait(QUIET_MS);
      }
    },
    async stop() {
      await edition.stop();
      if (ownFolder) rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
