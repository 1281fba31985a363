import { statSync } from 'node:fs';
import { startDynaliteTables, type DynaliteTables } from '../../../../fakes/dynalite-tables.ts';
import { START } from '../../../../fakes/session-samples.ts';
import { HASH, importBench } from '../../../../fakes/import-bench.ts';

const OTHER_HASH = HASH.replace('c2FsdHNhbHQ', 'c2FsdHNhbHU');
const BOMB = HASH.replace('m=8,', 'm=99999999,');

let tables: DynaliteTables;
let bench: Awaited<ReturnType<typeof importBench>>;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  bench = await importBench(tables);
});
afterEach(() => bench.remove());

const ANNA = `username,email,full_name,disabled,password_hash\nanna,anna@example.com,Anna,false,"${HASH}"\n`;

describe('users -- import', () => {
  test('makes users, says what the file was taken for, and ends with one line of sums', async () => {
    const words = ['--role', 'reader', '--scope', 'items:read'];
    const { exitCode, printed, noted } = await bench.import('users.csv', ANNA, ...words);
    expect(exitCode).toBe(0);
    expect(printed).toBe('imported 1 · skipped 0 · rejected 0 · 1 read in 0.0 s');
    expect(noted).toEqual(["taken for Latchkey's own CSV: --format csv"]);
    expect(await bench.users.find('anna')).toEqual({
      userId: 'user:new-1',
      username: 'anna',
      passwordHash: HASH,
      epoch: 0,
      email: 'anna@example.com',
      fullName: 'Anna',
      disabled: false,
      roles: ['reader'],
      scopes: ['items:read'],
      createdAt: START,
      updatedAt: START,
      passwordChangedAt: START,
      passwordExpired: false,
    });
    expect(bench.rejects('users.csv')).toBeNull();
  });

  test('again, finds everybody there and changes nothing', async () => {
    await bench.import('users.csv', ANNA);
    const before = await bench.users.find('anna');
    const { exitCode, printed } = await bench.import('users.csv', ANNA);
    expect({ exitCode, printed }).toEqual({
      exitCode: 0,
      printed: 'imported 0 · skipped 1 · rejected 0 · 1 read in 0.0 s',
    });
    expect(await bench.users.find('anna')).toEqual(before);
  });

  test('overwrites nobody who differs, and --update changes him after asking', async () => {
    const user = await bench.put({
      username: 'anna',
      email: 'other@example.com',
      fullName: 'Anna',
    });
    const conflict = await bench.import('users.csv', ANNA);
    expect(conflict.exitCode).toBe(1);
    expect(bench.rejects('users.csv')).toEqual([
      {
        line: 2,
        column: 'email',
        username: 'anna',
        reason: 'conflict: a user of this name is there and differs in email, password_hash',
      },
    ]);
    expect(await bench.users.find('anna')).toEqual(user);

    expect(await bench.import('users.csv', ANNA, '--update')).toMatchObject({ exitCode: 3 });
    bench.settings.answer = true;
    const updated = await bench.import('users.csv', ANNA, '--update');
    expect(updated.printed).toMatch(/^imported 0 · updated 1 · skipped 0 · rejected 0/);
    expect(await bench.users.find('anna')).toEqual({
      ...user,
      email: 'anna@example.com',
      passwordHash: HASH,
      passwordChangedAt: START,
      updatedAt: START,
      epoch: user.epoch + 1,
    });
    expect(bench.rejects('users.csv')).toBeNull();
  });

  test('takes one whom a login has hashed anew for the same, if the file says since when', async () => {
    const dated = `username,created_at,password_hash\nanna,2026-01-01T00:00:00Z,"${HASH}"\n`;
    await bench.import('users.csv', dated);
    const user = await bench.users.find('anna');
    await bench.put({ ...user, passwordHash: OTHER_HASH });
    expect((await bench.import('users.csv', dated)).printed).toMatch(/skipped 1 · rejected 0/);
    await bench.put({ ...user, passwordHash: OTHER_HASH, passwordChangedAt: START });
    expect((await bench.import('users.csv', dated)).printed).toMatch(/skipped 0 · rejected 1/);
  });

  test('rejects hashes that no login could verify and never shows one, or brings them in without', async () => {
    const content = `username,password_hash\nanna,"${BOMB}"\nbert,$1$abc$def\ncarl,"${HASH}"\n`;
    const { exitCode, printed, noted } = await bench.import('users.csv', content);
    expect(exitCode).toBe(1);
    expect(printed).toMatch(
      /^imported 1 · skipped 0 · rejected 2 \(.*users\.csv\.rejects\.ndjson\)/,
    );
    expect(noted.slice(1)).toEqual([
      'line 2, column password_hash: the argon2id hash costs more time or memory than is allowed',
      'line 3, column password_hash: MD5 is not supported',
    ]);
    const said = JSON.stringify([printed, noted, bench.rejects('users.csv')]);
    for (const secret of ['c2FsdHNhbHQ', '$1$', 'argon2id$']) expect(said).not.toContain(secret);
    expect(statSync(`${bench.pathOf('users.csv')}.rejects.ndjson`).mode & 0o777).toBe(0o600);

    const reset = await bench.import('users.csv', content, '--reset-unverifiable');
    expect(reset.printed).toMatch(/^imported 2, 2 without a password · skipped 1 · rejected 0/);
    expect((await bench.users.find('bert'))?.passwordHash).toBeNull();
  });

  test('never gives reserved scopes, from the file or by the command', async () => {
    const content = 'username,scopes\nanna,users:admin items:read tokens:introspect\n';
    const { noted } = await bench.import('users.csv', content);
    expect((await bench.users.find('anna'))?.scopes).toEqual(['items:read']);
    expect(noted.at(-1)).toMatch(/^1 hold reserved scopes/);
    const words = ['--scope', 'users:admin'];
    expect(await bench.import('users.csv', content, ...words)).toMatchObject({ exitCode: 3 });
    await bench.put({ username: 'anna', scopes: ['users:admin', 'orders:read'] });
    await bench.import('users.csv', content, '--update', '--yes');
    expect((await bench.users.find('anna'))?.scopes).toEqual(['users:admin', 'items:read']);
  });

  test('--dry-run says what would happen', async () => {
    await bench.put({ username: 'bert' });
    const content = 'username,email\nanna,\nbert,b@example.com\nanna,\n';
    const { printed, noted } = await bench.import('users.csv', content, '--dry-run');
    expect(printed).toMatch(/^would import 1, 1 without a password · skipped 0 · rejected 2/);
    expect(noted.at(-1)).toBe('nothing was changed (--dry-run)');
    expect(await bench.names()).toEqual(['bert']);
  });

  test('two records with one id would be one person', async () => {
    const content = 'username,user_id\nanna,user:1\nbert,user:1\ncarl,client:2\n';
    await bench.import('users.csv', content);
    expect(bench.rejects('users.csv')).toEqual([
      expect.objectContaining({ line: 3, column: 'user_id', username: 'bert' }),
      expect.objectContaining({ line: 4, column: 'user_id', username: 'carl' }),
    ]);
    expect(await bench.names()).toEqual(['anna']);
    await bench.put({ username: 'anna', userId: 'user:2' });
    await bench.import('users.csv', content, '--update', '--yes');
    expect(bench.rejects('users.csv')?.[0]).toMatchObject({
      line: 2,
      reason: 'conflict: another user has this name',
    });
  });

  test('gives nobody the id of a user of another name, whom all APIs would take him for', async () => {
    const boss = await bench.put({ username: 'boss', userId: 'user:boss' });
    const content = 'username,user_id\nmallory,user:boss\nBoss,user:boss\nanna,user:anna\n';
    for (const more of [['--dry-run'], [], ['--update', '--yes']]) {
      const { exitCode } = await bench.import('users.csv', content, ...more);
      expect(exitCode).toBe(1);
      const name = more[0] === '--dry-run' ? 'users.csv.dry-run' : 'users.csv';
      expect(bench.rejects(name)?.[0]).toEqual({
        line: 2,
        column: 'user_id',
        username: 'mallory',
        reason: 'conflict: a user of another name has it',
      });
    }
    expect(await bench.names()).toEqual(['anna', 'boss']);
    expect(await bench.users.find('boss')).toEqual(boss);
  });

  test('--json prints the sums', async () => {
    const { printed } = await bench.import('users.csv', ANNA, '--json');
    expect(JSON.parse(printed)).toMatchObject({ command: 'import', imported: 1, rejected: 0 });
  });

  test.each([
    ['--parallel', '0'],
    ['--parallel', '1000'],
    ['--rate', 'x'],
    ['--format', 'xml'],
  ])('refuses %s %s', async (...words) => {
    expect(await bench.import('users.csv', ANNA, ...words)).toMatchObject({ exitCode: 2 });
  });
});
