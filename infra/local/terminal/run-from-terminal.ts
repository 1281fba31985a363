import { relative } from 'node:path';
import { findAssembly } from '../assembly/find-assembly.ts';
import { StartError } from '../start-error.ts';
import { startLocalEdition, type StartStep } from '../start-local-edition.ts';
import { createProgressLines } from './progress-lines.ts';
import { stopForReasons } from './stop-reasons.ts';
import { readTerminalSettings } from './terminal-settings.ts';
import { welcomeBox } from './welcome-box.ts';

const STEPS: readonly (readonly [StartStep, string])[] = [
  ['template', 'reading the template'],
  ['storage', 'opening tables and secrets'],
  ['keys', 'making the keys'],
  ['functions', 'starting the functions'],
];

/**
 * Builds, synthesizes and runs a stack (see `findAssembly`) until Ctrl-C or SIGTERM. What keeps it from
 * starting is one line on standard error, and exit code 1.
 */
export async function runFromTerminal(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const startedAt = performance.now();
  const progress = createProgressLines(process.stdout);
  // A closed terminal must not end the process before its children.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const stopping = stopForReasons(environment);
  try {
    const settings = readTerminalSettings(environment);
    const assembly = await findAssembly(environment, {
      dataDirectory: settings.dataDirectory,
      onBegin: (step) => progress.begin(step),
      onDone: (ms) => progress.done(ms),
    });
    let next = 0;
    const begin = (): void => {
      const step = STEPS[next++];
      if (step) progress.begin(step[1]);
    };
    begin();
    const edition = await startLocalEdition({
      ...assembly,
      ...settings,
      onProgress(_step, ms) {
        progress.done(ms);
        begin();
      },
      onProblem: (line) => {
        if (!stopping.isStopping()) progress.note(`  ! ${line}`);
      },
      onRefused: (line) => progress.note(`  ${line}`),
    });
    stopping.use(edition);
    console.log(
      welcomeBox({
        ...edition,
        logFolder: shortPath(edition.logFolder),
        readyMs: performance.now() - startedAt,
      }),
    );
  } catch (error) {
    if (stopping.isStopping()) return;
    const line =
      error instanceof StartError ? error.message : String((error as Error).stack ?? error);
    progress.note('');
    console.error(`Latchkey can't start: ${line}`);
    process.exit(1);
  }
}

const shortPath = (path: string): string => {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
};
