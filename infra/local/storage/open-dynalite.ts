import { fork, type ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataFolder } from '../data-folder.ts';
import { newSecret, SECRET_VARIABLE } from '../only-with-secret.ts';
import { StartError } from '../start-error.ts';

/** A running dynalite. */
export interface Dynalite {
  readonly pid: number;
  readonly port: number;
  /** What its requests must show. */
  readonly secret: string;
  /** Closes the database in order. */
  stop(): Promise<void>;
}

interface Report {
  readonly port?: number;
  readonly problem?: string;
  readonly locked?: boolean;
}

/** Compiled, as in the package, it lies beside this file too. */
const PROCESS = join(import.meta.dirname, `dynalite-process${extname(import.meta.filename)}`);

/** How long a lock may outlive its owner: a killed instance's storage process ends by itself. */
const LOCK_PATIENCE_MS = 2_000;

/**
 * Starts dynalite on the data folder's database, in a process of its own that ends with this one.
 *
 * @param onExit called when the process ends unasked
 * @throws StartError when another instance has the folder, or the folder can't be read
 */
export async function openDynalite(
  data: Pick<DataFolder, 'path' | 'dynamoDb'>,
  environment: Readonly<Record<string, string>>,
  onExit: () => void,
): Promise<Dynalite> {
  const secret = newSecret();
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const child = fork(PROCESS, [data.dynamoDb], {
      env: { ...environment, [SECRET_VARIABLE]: secret },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const report = await firstReport(child);
    if (report.port !== undefined) return running(child, report.port, secret, onExit);
    if (report.locked && Date.now() < deadline) {
      await wait(100);
      continue;
    }
    throw new StartError(
      report.locked
        ? `another local edition is using the data folder (${data.path}): stop it, or choose another folder with LATCHKEY_DATA`
        : `the data folder can't be opened (${data.path}): ${report.problem ?? 'its process ended'}; move it away to start afresh`,
    );
  }
}

const firstReport = (child: ChildProcess): Promise<Report> =>
  new Promise((resolve) => {
    child.once('message', (message) => resolve(message as Report));
    child.once('exit', () => resolve({}));
    child.once('error', (error) => resolve({ problem: error.message }));
  });

function running(child: ChildProcess, port: number, secret: string, onExit: () => void): Dynalite {
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
    secret,
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
