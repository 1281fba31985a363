import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '../start-error.ts';

/** A running dynalite. */
export interface Dynalite {
  readonly pid: number;
  readonly port: number;
  /** Closes the database in order. */
  stop(): Promise<void>;
}

interface Report {
  readonly port?: number;
  readonly problem?: string;
  readonly locked?: boolean;
}

/** How long a lock may outlive its owner: a killed instance's storage process ends by itself. */
const LOCK_PATIENCE_MS = 2_000;

/**
 * Starts dynalite on a folder, in a process of its own that ends with this one.
 *
 * @param onExit called when the process ends unasked
 * @throws StartError when another instance has the folder, or the folder can't be read
 */
export async function openDynalite(
  folder: string,
  environment: Readonly<Record<string, string>>,
  onExit: () => void,
): Promise<Dynalite> {
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const child = fork(join(import.meta.dirname, 'dynalite-process.ts'), [folder], {
      env: environment,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const report = await firstReport(child);
    if (report.port !== undefined) return running(child, report.port, onExit);
    if (report.locked && Date.now() < deadline) {
      await wait(100);
      continue;
    }
    throw new StartError(
      report.locked
        ? `another local edition is using the data folder (${folder}): stop it, or choose another folder with LATCHKEY_DATA`
        : `the data folder can't be opened (${folder}): ${report.problem ?? 'its process ended'}; move it away to start afresh`,
    );
  }
}

const firstReport = (child: ChildProcess): Promise<Report> =>
  new Promise((resolve) => {
    child.once('message', (message) => resolve(message as Report));
    child.once('exit', () => resolve({}));
    child.once('error', (error) => resolve({ problem: error.message }));
  });

function running(child: ChildProcess, port: number, onExit: () => void): Dynalite {
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  let stopping = false;
  void exited.then(() => {
    if (!stopping) onExit();
  });
  return {
    pid: child.pid ?? 0,
    port,
    async stop() {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        child.send('stop');
        const giveUp = setTimeout(() => child.kill('SIGKILL'), 3_000);
        await exited;
        clearTimeout(giveUp);
      }
    },
  };
}
