import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HASH } from '../fakes/import-bench.ts';
import { runProgram, type CommandResult } from './documented-commands.ts';
import { logIn, postForm } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

const PASSWORD = 'correct horse battery staple';
const PYTHON = '/usr/bin/python3';
const DJANGO_USERS = join(import.meta.dirname, 'django_users.py');

const [describeWithDjango, remark] =
  spawnSync(PYTHON, ['-c', 'import django, argon2']).status === 0
    ? [describe, '']
    : [
        describe.skip,
        ` (NOT RUN: ${PYTHON} has no django or argon2; install python3-django and python3-argon2)`,
      ];

let service: RunningService;
let folder: string;

beforeAll(async () => {
  service = await startService();
  folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
}, 60_000);
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

const command = (...words: string[]) => ['infra/cli/users.ts', ...words, '--local'];
const users = (...words: string[]): Promise<CommandResult> =>
  runProgram(process.execPath, command(...words), { LATCHKEY_DATA: service.dataDirectory });
const django = (...words: string[]): Promise<CommandResult> =>
  runProgram(PYTHON, [DJANGO_USERS, ...words], {});

describeWithDjango(`users of a real Django${remark}`, () => {
  test('come in by its dump and log in with their passwords', async () => {
    const file = join(folder, 'dump.json');
    expect(await django('dump', file)).toMatchObject({ exitCode: 0 });
    const imported = await users('import', file, '--scope', 'items:read');
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(imported.stdout).toMatch(/^imported 6, 1 without a password · skipped 0 · rejected 0 /);
    expect(imported.stderr).toContain('taken for a Django dump (dumpdata auth.user)');
    expect(imported.stderr).toContain('1 are superusers or staff there');
    expect(imported.stdout + imported.stderr).not.toMatch(/pbkdf2|argon2/);

    for (const username of ['Django0', 'django1', 'DJANGO2', 'root']) {
      const tokens = await logIn(service.url, { username, password: PASSWORD });
      expect(tokens.scope).toBe('items:read');
    }
    for (const username of ['gone', 'without']) {
      const refused = await postForm(`${service.url}/token`, { username, password: PASSWORD });
      expect(refused).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    }
    // Every good login has hashed anew: the same file still says nothing new.
    const again = await users('import', file, '--scope', 'items:read');
    expect(again.stdout).toMatch(/^imported 0 · skipped 6 · rejected 0 /);
  }, 60_000);

  test('and go back there', async () => {
    const lines = join(folder, 'anna.ndjson');
    writeFileSync(lines, '{"username":"anna","full_name":"Anna van Doe"}\n');
    await users('import', lines);
    const child = spawn(
      process.execPath,
      command('set-password', 'anna', '--password-stdin', '--yes'),
      {
        env: { ...process.env, LATCHKEY_DATA: service.dataDirectory },
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    child.stdin.end(PASSWORD);
    expect(await once(child, 'exit')).toEqual([0, null]);
    const file = join(folder, 'export.json');
    const words = ['--format', 'django', '--with-hashes', '--yes'];
    expect(await users('export', file, ...words)).toMatchObject({ exitCode: 0 });
    expect(await django('check', file, 'anna', PASSWORD)).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toContainEqual(
      expect.objectContaining({
        fields: expect.objectContaining({ first_name: 'Anna van', last_name: 'Doe' }) as object,
      }),
    );
  }, 60_000);
});

test('an import that is killed goes on, and nobody is there twice or missing', async () => {
  const count = 1600;
  const file = join(folder, 'many.csv');
  const all = Array.from({ length: count }, (_, n) => `many${n},"${HASH}"`);
  writeFileSync(file, `username,password_hash\n${all.join('\n')}\n`);
  const state = `${file}.import-state.json`;
  const killed = spawn(process.execPath, command('import', file), {
    env: { ...process.env, LATCHKEY_DATA: service.dataDirectory },
    stdio: 'ignore',
  });
  const ended = once(killed, 'exit');
  // As soon as it has saved where it is, which is well before the end.
  const saved = watch(folder, () => {
    if (existsSync(state)) killed.kill('SIGKILL');
  });
  expect(await ended).toEqual([null, 'SIGKILL']);
  saved.close();

  const resumed = await users('import', file);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stderr).toMatch(/going on after [\d,]+ records, where this import stopped/);
  expect(resumed.stdout).toContain('1,600 read');
  expect(existsSync(state)).toBe(false);
  const { stdout } = await users('list');
  const names = stdout.split('\n').filter((one) => one.startsWith('many'));
  expect(new Set(names).size).toBe(count);
  expect(names).toHaveLength(count);
  expect((await users('import', file)).stdout).toMatch(/^imported 0 · skipped 1,600 · rejected 0/);
}, 120_000);
