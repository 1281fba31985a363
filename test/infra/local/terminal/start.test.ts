import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { prepareAssembly } from '../../../../infra/local/assembly/prepare-assembly.ts';
import { temporaryFolder } from '../start-orders-app.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const started: ChildProcess[] = [];

interface Terminal {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output(): string;
  /** Settles when the box is there, with the address in it. */
  ready(): Promise<string>;
}

/** What `npm start` runs. */
function start(environment: Readonly<Record<string, string>>): Terminal {
  const child = spawn(process.execPath, [join(ROOT, 'infra/local/start.ts')], {
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
function childrenOf(pid: number): readonly number[] {
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

/** Waits until none of these processes runs. */
async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isNode)) await wait(20);
}

const post = async (url: string, body: string) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, json: (await response.json()) as Record<string, string> };
};

describe('npm start', () => {
  beforeAll(async () => {
    await prepareAssembly({ root: ROOT });
  }, 120_000);
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  it('keeps users, sessions and keys over a kill -9, and leaves no process behind', async () => {
    const environment = { PORT: '0', LATCHKEY_DATA: temporaryFolder() };
    const first = start(environment);
    const firstUrl = await first.ready();
    const login = await post(`${firstUrl}/token`, 'username=johndoe&password=secret');
    expect(login.status).toBe(200);
    const children = childrenOf(Number(first.child.pid));
    expect(children.length).toBeGreaterThanOrEqual(7);
    first.child.kill('SIGKILL');
    await allGone(children);

    const second = start({ ...environment, PORT: new URL(firstUrl).port });
    const secondUrl = await second.ready();
    expect(secondUrl).toBe(firstUrl);
    const refreshed = await post(
      `${secondUrl}/refresh`,
      `refresh_token=${login.json['refresh_token']}`,
    );
    expect(refreshed.status).toBe(200);
    const authorization = `Bearer ${login.json['access_token']}`;
    const me = await fetch(`${secondUrl}/users/me`, { headers: { authorization } });
    expect(me.status).toBe(200);
  }, 60_000);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops every child on %s and exits with 0',
    async (signal) => {
      const terminal = start({ PORT: '0', LATCHKEY_DATA: temporaryFolder() });
      await terminal.ready();
      const children = childrenOf(Number(terminal.child.pid));
      terminal.child.kill(signal);
      expect(await terminal.exited).toBe(0);
      await allGone(children);
    },
    60_000,
  );

  it('shows its steps, then a box with the demo user and a line to paste', async () => {
    const terminal = start({ PORT: '0', LATCHKEY_DATA: temporaryFolder() });
    const url = await terminal.ready();
    expect(terminal.output()).toMatch(/✓ starting the functions +\d+ ms/);
    expect(terminal.output()).toContain('johndoe / secret');
    expect(terminal.output()).toContain(
      `curl -s ${url}/token -d 'username=johndoe&password=secret'`,
    );
  }, 60_000);

  it.each<[string, (port: number, folder: string) => Record<string, string>, RegExp]>([
    [
      'a port in use',
      (PORT, LATCHKEY_DATA) => ({ PORT: String(PORT), LATCHKEY_DATA }),
      /port \d+ is in use: stop what listens there/,
    ],
    [
      'a port that is none',
      (_port, LATCHKEY_DATA) => ({ PORT: 'http', LATCHKEY_DATA }),
      /PORT must be a whole number/,
    ],
    [
      'a data folder that is a file',
      () => ({ PORT: '0', LATCHKEY_DATA: join(ROOT, 'package.json') }),
      /the data folder is a file/,
    ],
  ])(
    'says in one line what is wrong with %s, and exits with 1',
    async (_what, environment, line) => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const terminal = start(
        environment((server.address() as AddressInfo).port, temporaryFolder()),
      );
      expect(await terminal.exited).toBe(1);
      server.close();
      const problems = terminal
        .output()
        .split('\n')
        .filter((text) => text.trim() !== '' && !text.startsWith('  ✓'));
      expect(problems).toEqual([expect.stringMatching(line)]);
    },
    60_000,
  );
});
