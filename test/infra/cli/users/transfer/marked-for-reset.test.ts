import { importBench } from '../../../../fakes/import-bench.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../../fakes/dynalite-tables.ts';

const TARGET = ['--stack', 'Test'];
const POOL = JSON.stringify({
  Users: [{ Username: 'anna', Attributes: [{ Name: 'email', Value: 'anna@example.com' }] }],
});

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

const shown = async (...words: string[]) => (await bench.run(...words, ...TARGET)).printed;

describe('a user who comes without a password', () => {
  test('is marked as one who needs another one, in the list too', async () => {
    await bench.import('pool.json', POOL);
    expect(await shown('list')).toContain('anna  enabled  needs a new password  no scopes');
    expect(JSON.parse(await shown('list', '--json'))).toMatchObject([{ passwordExpired: true }]);
    const lines = await shown('show', 'anna');
    expect(lines).toMatch(/^may log in {2}no, without a password$/m);
    expect(lines).toMatch(/^password {4}none: to be set$/m);
  });

  test('is so until one is set, and the same file changes nothing about it', async () => {
    await bench.import('pool.json', POOL);
    bench.settings.input = 'violet umbrella tundra\n';
    const { user } = JSON.parse(
      await shown('set-password', 'anna', '--password-stdin', '--yes', '--json'),
    ) as { user: object };
    expect(user).toMatchObject({ passwordExpired: false });
    expect((await bench.import('pool.json', POOL)).printed).toMatch(/^imported 0 · skipped 1/);
    expect(await bench.users.find('anna')).toMatchObject({ passwordExpired: false });
  });

  test('is told apart from one whose password has expired', async () => {
    await bench.put({ passwordExpired: true });
    expect(await shown('list')).toContain('johndoe  enabled  needs a new password');
    expect(await shown('show', 'johndoe')).toMatch(/^password {4}of .*, expired$/m);
  });
});
