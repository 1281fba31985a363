import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const ROOT = join(import.meta.dirname, '../../../..');
const started: ChildProcess[] = [];

/** A local edition in a process of its own, with what it prints. */
export interface Terminal {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output(): string;
  /** Settles when the box is there, with the address in it. */
  ready(): Promise<string>;
}

/** What `npm start` runs. */
export const start = (environment: Readonly<Record<string, string>>): Terminal =>
  run(process.execPath, [join(ROOT, 'infra/cli/start.ts')], environment);

/** npm itself. */
export const startByNpm = (environment: Readonly<Record<string, string>>): Terminal =>
  run('npm', ['start'], environment);

/** Kills what a test has started. */
export function killStarted(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

function run(
  command: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Terminal {
  const child = spawn(command, parameters, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  const isReady = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const url = /API\s+(http:\/\/\S+)[\s\S]*Ctrl-C/.exec(output)?.[1];
      if (url !== undefined) isReady.resolve(url);
    });
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      isReady.reject(new Error(output));
      resolve(code);
    });
  });
  isReady.promise.catch(() => {});
  return { child, exited, output: () => output, ready: () => isReady.promise };
}

/** @returns the processes that a process has started and that still run */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        // The name before it stands in parentheses and may hold anything.
        const stat = readFileSync(`/proc/${candidate}/stat`, 'utf8').split(') ')[1] ?? '';
        return Number(stat.split(' ')[1]) === pid;
      } catch {
        return false;
      }
    });
}

const isNode = (pid: number): boolean => {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === readlinkSync(`/proc/${process.pid}/exe`);
  } catch {
    return false;
  }
};

/** @returns its children, theirs, and so on */
export const descendantsOf = (pid: number): readonly number[] =>
  childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);

/** Waits until none of these processes runs. */
export async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isNode)) await wait(20);
}
