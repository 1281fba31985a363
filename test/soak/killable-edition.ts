import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findRunningEdition } from '../../infra/local/running-edition.ts';

/** `npm start` in a process group of its own: gateway, storage and functions die by one signal. */
export interface KillableEdition {
  /** Settles when it takes requests; rejects with what it printed if it ends before. */
  readonly ready: Promise<void>;
  /** `kill -9` of every process of it. @returns when its first process is gone */
  kill(): Promise<void>;
}

/** How often it is looked whether an edition is ready. */
const LOOK_MILLIS = 25;

/** Every group that is running, so that an interrupted soak leaves none behind. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(killGroup));

/** Starts the local edition as `npm start` does. */
export function startKillableEdition(dataDirectory: string, port: number): KillableEdition {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../infra/cli/start.ts')], {
    detached: true,
    env: { PATH: process.env['PATH'], PORT: String(port), LATCHKEY_DATA: dataDirectory },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const gone = once(child, 'exit').then(() => void running.delete(child));
  let killed = false;
  return {
    ready: (async () => {
      while (findRunningEdition(dataDirectory)?.pid !== child.pid) {
        const ended = child.exitCode !== null || child.signalCode !== null;
        if (ended && !killed) throw new Error(`the local edition has ended: ${complaints}`);
        if (ended) return;
        await wait(LOOK_MILLIS);
      }
    })(),
    async kill() {
      killed = true;
      killGroup(child);
      await gone;
    },
  };
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

/** @returns a port that nobody has: the issuer is its address, so that every start needs the same */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
