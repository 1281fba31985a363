import type { LocalEdition } from '../start-local-edition.ts';
import { watchParent } from './watch-parent.ts';

/** The end of an edition that runs in a terminal. */
export interface Stopping {
  isStopping(): boolean;
  /** What is to be stopped, as soon as it runs. Before, its children end with this process. */
  use(edition: LocalEdition): void;
}

/**
 * Stops the edition on a signal, when npm ends that started it, or on an error that nothing caught
 * (exit code 1), and says which. What comes while it stops ends the process at once.
 *
 * Without npm the parent doesn't count: `node infra/cli/start.ts &` may outlive its shell.
 */
export function stopForReasons(
  environment: Readonly<Record<string, string | undefined>>,
): Stopping {
  let edition: LocalEdition | null = null;
  let exitCode: number | null = null;
  const end = async (code: number): Promise<never> => {
    await edition?.stop();
    process.exit(code);
  };
  const stop = (code: number, reason: string): void => {
    if (exitCode !== null) process.exit(1);
    exitCode = code;
    console.error(`Latchkey stops: ${reason}`);
    void end(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop(0, signal));
  }
  // A rejection that nothing handles comes here too.
  process.on('uncaughtException', (error) => stop(1, `it failed: ${inOneLine(error)}`));
  if (environment['npm_lifecycle_event'] !== undefined) {
    watchParent(() => stop(0, 'npm has ended'));
  }
  return {
    isStopping: () => exitCode !== null,
    use(running) {
      edition = running;
      if (exitCode !== null) void end(exitCode);
    },
  };
}

/** @returns what went wrong and where: the first two lines of a stack */
const inOneLine = (error: unknown): string =>
  (error instanceof Error ? (error.stack ?? error.message) : String(error))
    .split('\n')
    .slice(0, 2)
    .map((line) => line.trim())
    .join(' ');
