import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import * as fc from 'fast-check';
import { EXPORT_FORMATS } from '../../../../../infra/cli/users/transfer/export-formats.ts';
import { normalizeUsername } from '../../../../../functions/core/users/normalize-username.ts';
import { isEmail, isFullName } from '../../../../../functions/core/users/profile-fields.ts';
import type { User } from '../../../../../functions/core/users/user.ts';
import { isReservedScope } from '../../../../../functions/core/scopes.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../../fakes/dynalite-tables.ts';
import { HASH, importBench } from '../../../../fakes/import-bench.ts';
import { aUser } from '../../../../fakes/session-samples.ts';

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

const exportTo = (path: string, ...words: string[]) =>
  bench.run('export', path, '--stack', 'Test', ...words);

const aTime = fc.integer({ min: 0, max: 4_102_444_800_000 });
const tokens = fc.uniqueArray(
  fc.stringMatching(/^[!#-[\]-~]{1,20}$/).filter((scope) => !isReservedScope(scope)),
  { maxLength: 3 },
);
const aRecord: fc.Arbitrary<User> = fc.record({
  userId: fc.uuid().map((id) => `user:${id}`),
  username: fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .map((name) => normalizeUsername(name))
    .filter((name) => name !== null),
  passwordHash: fc.constantFrom(HASH, null),
  epoch: fc.nat(),
  email: fc.oneof(fc.emailAddress().filter(isEmail), fc.constant(null)),
  fullName: fc.oneof(fc.string({ unit: 'binary' }).filter(isFullName), fc.constant(null)),
  disabled: fc.boolean(),
  roles: tokens,
  scopes: tokens,
  createdAt: aTime,
  updatedAt: aTime,
  passwordChangedAt: aTime,
  passwordExpired: fc.boolean(),
});

test.each(['ndjson', 'csv'] as const)(
  'what %s has written out comes in again as it was',
  async (format) => {
    const users = fc.uniqueArray(aRecord, { selector: ({ username }) => username, minLength: 1 });
    await fc.assert(
      fc.asyncProperty(users, async (all) => {
        const from = await importBench(tables);
        const to = await importBench(tables);
        try {
          for (const user of all) await from.put(user);
          const path = from.pathOf('users');
          const words = ['--stack', 'Test', '--format', format];
          const out = await from.run('export', path, ...words, '--with-hashes', '--yes');
          expect(out.exitCode).toBe(0);
          const back = await to.run('import', path, ...words);
          expect({ exitCode: back.exitCode, rejects: from.rejects('users') }).toEqual({
            exitCode: 0,
            rejects: null,
          });
          for (const user of all) expect(await to.users.find(user.username)).toEqual(user);
          const again = await to.run('import', path, ...words);
          expect(again.printed).toContain(`skipped ${all.length} · rejected 0`);
        } finally {
          from.remove();
          to.remove();
        }
      }),
      { numRuns: 15 },
    );
  },
  60_000,
);

describe('users -- export', () => {
  test('asks before hashes leave, into a file that its owner alone can read', async () => {
    await bench.put({ passwordHash: HASH });
    const path = bench.pathOf('out.csv');
    const words = ['--format', 'csv', '--with-hashes'];
    for (const answer of [false, null]) {
      bench.settings.answer = answer;
      expect(await exportTo(path, ...words)).toMatchObject({ exitCode: 3 });
      expect(existsSync(path)).toBe(false);
    }
    bench.settings.answer = true;
    const { exitCode, noted, printed } = await exportTo(path, ...words);
    expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: '' });
    expect(noted.at(-1)).toBe('exported 1 users of stack Test with their hashes');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toContain(HASH);
  });

  test('writes through no link that somebody has laid where it writes', async () => {
    const [path, other] = [bench.pathOf('out.csv'), bench.write('other.txt', 'mine')];
    symlinkSync(other, `${path}.part`);
    expect(await exportTo(path, '--format', 'csv')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(other, 'utf8')).toBe('mine');
    expect(readFileSync(path, 'utf8')).toMatch(/^username,/);
  });

  test('asks nothing without hashes, and reads none', async () => {
    await bench.put({ passwordHash: HASH });
    bench.settings.wrap = (service) => ({
      ...service,
      listWithHashes: () => {
        throw new Error('nobody asked for hashes');
      },
    });
    for (const format of Object.keys(EXPORT_FORMATS)) {
      const { exitCode, printed } = await exportTo('-', '--format', format);
      expect(exitCode).toBe(0);
      expect(printed).toContain('johndoe');
      expect(printed).not.toContain('argon2');
    }
  });

  test('overwrites no file, and leaves none behind that is not whole', async () => {
    const path = bench.write('out.csv', 'mine');
    expect(await exportTo(path, '--format', 'csv')).toMatchObject({
      exitCode: 3,
      noted: [expect.stringContaining('is there already: nothing was written')],
    });
    expect(readFileSync(path, 'utf8')).toBe('mine');
    bench.settings.wrap = (service) => ({
      ...service,
      async *list() {
        yield aUser();
        throw new Error('the line is cut');
      },
    });
    const other = bench.pathOf('other.csv');
    await expect(exportTo(other, '--format', 'csv')).rejects.toThrow('the line is cut');
    for (const left of [other, `${other}.part`]) expect(existsSync(left)).toBe(false);
  });

  test('nobody makes a file in which there is nobody', async () => {
    const texts = ['ndjson', 'csv', 'django'].map(async (format) => {
      const path = bench.pathOf(`none.${format}`);
      await exportTo(path, '--format', format);
      return readFileSync(path, 'utf8');
    });
    const [ndjson, csv = '', django = ''] = await Promise.all(texts);
    expect(ndjson).toBe('');
    expect(csv).toMatch(/^username,.*password_hash\n$/);
    expect(JSON.parse(django)).toEqual([]);
  });

  test('says how many hashes a format has no place for', async () => {
    await bench.put({ passwordHash: `$scrypt$ln=10,r=8,p=1$c2FsdA$${'A'.repeat(43)}` });
    const { noted, printed } = await exportTo('-', '--format', 'django', '--with-hashes', '--yes');
    expect(noted.at(-1)).toBe("1 have a hash that django can't have: left out");
    expect(JSON.parse(printed)).toMatchObject([
      { model: 'auth.user', fields: { username: 'johndoe', password: '!', last_name: 'Doe' } },
    ]);
  });

  test.each(['django', 'auth0', 'fastapi-users'])(
    'what %s takes is taken back with the hash',
    async (format) => {
      const user = await bench.put({
        username: 'anna@example.com',
        email: 'anna@example.com',
        passwordHash: HASH,
      });
      const path = bench.pathOf('users');
      await exportTo(path, '--format', format, '--with-hashes', '--yes');
      const other = await importBench(tables);
      const { noted } = await other.run('import', path, '--stack', 'Test');
      other.remove();
      expect(noted[0]).toMatch(new RegExp(`--format ${format}$`));
      const found = await other.users.find('anna@example.com');
      expect(found?.passwordHash?.replace(/^argon2\$/, '$')).toBe(HASH);
      expect(found).toMatchObject({ email: user.email, disabled: false, scopes: [], roles: [] });
    },
  );
});
