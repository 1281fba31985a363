import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { prepareAssembly } from '../../../../infra/local/assembly/prepare-assembly.ts';
import { temporaryFolder } from '../start-orders-app.ts';
import { allGone, childrenOf, killStarted, ROOT, start } from './started-terminal.ts';

const post = async (url: string, body: string) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, json: (await response.json()) as Record<string, string> };
};

describe('npm start', () => {
  beforeAll(async () => {
    await prepareAssembly({ root: ROOT });
  }, 120_000);
  afterEach(killStarted);

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
      `curl -s ${url}/token -d username=johndoe -d password=secret`,
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
