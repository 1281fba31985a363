import { appendFileSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { CliError } from '../../../../../infra/cli/cli-error.ts';
import type { UsersService } from '../../../../../infra/cli/users/users-service.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../../fakes/dynalite-tables.ts';
import { importBench } from '../../../../fakes/import-bench.ts';
import '../../../local/long-timeout.ts';

const COUNT = 220;
/** The state is saved after as many as are written in a second. */
const RATE = ['--rate', '100'];
/** Every hundredth record is no good. */
const FILE = [
  'username,email',
  ...Array.from(
    { length: COUNT },
    (_, n) => `user${n},${n % 100 === 7 ? 'bad' : `u${n}@example.com`}`,
  ),
  '',
].join('\n');

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

const stateFile = () => `${bench.pathOf('users.csv')}.import-state.json`;
/** Lets the service fail from one write on, and counts the writes. */
const failing = (after: number, error = new Error('the machine is gone')) => {
  const counted = { writes: 0 };
  bench.settings.wrap = (service: UsersService) => ({
    ...service,
    users: {
      ...service.users,
      create(user) {
        counted.writes += 1;
        if (counted.writes > after) return Promise.reject(error);
        return service.users.create(user);
      },
    },
  });
  return counted;
};

describe('an import that stopped half-way', () => {
  test('goes on where it stopped, and ends with what one that never stopped ends with', async () => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    expect(existsSync(stateFile())).toBe(true);
    const there = (await bench.names()).length;
    expect(there).toBeGreaterThan(100);

    // What it wrote after it had saved where it was.
    appendFileSync(`${bench.pathOf('users.csv')}.rejects.ndjson`, '{"line":0}\n'.repeat(200));
    const counted = failing(Number.POSITIVE_INFINITY);
    const { exitCode, printed, noted } = await bench.import('users.csv', FILE, ...RATE);
    expect(exitCode).toBe(1);
    expect(noted[1]).toBe('going on after 100 records, where this import stopped');
    expect(counted.writes).toBe(120 - 2);
    const [, imported, skipped] =
      /^imported ([\d,]+), .* skipped (\d+) · rejected 3 /.exec(printed) ?? [];
    expect(Number(imported?.replace(',', '')) + Number(skipped)).toBe(COUNT - 3);
    expect(await bench.names()).toHaveLength(COUNT - 3);
    expect(bench.rejects('users.csv')).toHaveLength(3);
    expect(existsSync(stateFile())).toBe(false);
  });

  test('says so when the service refuses', async () => {
    failing(140, new CliError('DynamoDB refused: no right to'));
    const { exitCode, printed, noted } = await bench.import('users.csv', FILE, ...RATE);
    expect({ exitCode, printed }).toEqual({ exitCode: 1, printed: '' });
    expect(noted.slice(1)).toEqual([
      'the import stopped: the same command goes on where it was',
      'error: DynamoDB refused: no right to',
    ]);
  });

  test('writes where it is through no link that somebody has laid there', async () => {
    const other = bench.write('other.txt', 'mine');
    symlinkSync(other, `${stateFile()}.new`);
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    expect(readFileSync(other, 'utf8')).toBe('mine');
    expect(JSON.parse(readFileSync(stateFile(), 'utf8'))).toMatchObject({ sums: { read: 100 } });
  });

  test('begins anew when the file is another', async () => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    const counted = failing(Number.POSITIVE_INFINITY);
    const { noted } = await bench.import('users.csv', `${FILE}another,a@example.com\n`, ...RATE);
    expect(noted.join()).not.toContain('going on');
    expect(counted.writes).toBe(COUNT - 3 + 1);
  });

  test('begins anew where nobody of it is: in tables that were emptied, or of another account', async () => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    for (const username of await bench.names()) {
      await bench.run('delete', username, '--yes', '--stack', 'Test');
    }
    failing(Number.POSITIVE_INFINITY);
    const { noted } = await bench.import('users.csv', FILE, ...RATE);
    expect(noted[1]).toBe(
      'this import stopped half-way, and nobody of it is there any more: beginning anew',
    );
    expect(await bench.names()).toHaveLength(COUNT - 3);
  });

  test('begins anew with --restart', async () => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    failing(Number.POSITIVE_INFINITY);
    const { noted } = await bench.import('users.csv', FILE, ...RATE, '--restart');
    expect(noted.join()).not.toContain('going on');
  });

  test('begins anew when its state was cut off', async () => {
    bench.write('users.csv.import-state.json', '{"of":"ab');
    expect((await bench.import('users.csv', 'username\nanna\n')).exitCode).toBe(0);
    expect(await bench.names()).toEqual(['anna']);
  });

  type State = { readonly sums: Readonly<Record<string, number>> };
  test.each<[string, (state: State) => object]>([
    ['no sums', () => ({ sums: null })],
    ['half of the sums', () => ({ sums: { read: 100, leftOut: {} } })],
    ['more records than there are', ({ sums }) => ({ sums: { ...sums, read: 1e9 } })],
    ['more rejects than records', ({ sums }) => ({ sums: { ...sums, rejected: 150 } })],
    ['a text for a number', ({ sums }) => ({ sums: { ...sums, read: '100' } })],
    ['rejects of no length', () => ({ rejectsBytes: -1 })],
  ])('begins anew when somebody has written %s into its state', async (_, written) => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    const state = JSON.parse(readFileSync(stateFile(), 'utf8')) as State;
    bench.write('users.csv.import-state.json', JSON.stringify({ ...state, ...written(state) }));
    failing(Number.POSITIVE_INFINITY);
    const { noted } = await bench.import('users.csv', FILE, ...RATE);
    expect(noted.join()).not.toContain('going on');
    expect(await bench.names()).toHaveLength(COUNT - 3);
    expect(bench.rejects('users.csv')).toHaveLength(3);
  });

  test('keeps its rejects when somebody tries something in between', async () => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    failing(Number.POSITIVE_INFINITY);
    await bench.import('users.csv', FILE, '--dry-run', '--format', 'csv', '--role', 'editor');
    expect(bench.rejects('users.csv')).toHaveLength(1);
    expect(bench.rejects('users.csv.dry-run')?.length).toBeGreaterThan(100);
    await bench.import('users.csv', FILE, ...RATE);
    expect(bench.rejects('users.csv')).toHaveLength(3);
  });

  test('puts no zeros where somebody has emptied its rejects', async () => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    bench.write('users.csv.rejects.ndjson', '');
    failing(Number.POSITIVE_INFINITY);
    await bench.import('users.csv', FILE, ...RATE);
    expect(bench.rejects('users.csv')).toHaveLength(2);
  });

  test('leaves nothing in its state that anybody could use', async () => {
    failing(140);
    await expect(bench.import('users.csv', FILE, ...RATE)).rejects.toThrow('the machine is gone');
    const state = readFileSync(stateFile(), 'utf8');
    expect(Object.keys(JSON.parse(state) as object)).toEqual(['of', 'sums', 'rejectsBytes']);
    expect(state).not.toContain('user');
  });
});

test('of two of the same name the first counts, also when it came in before the stop', async () => {
  const file = `${FILE}USER1,other@example.com\n`;
  failing(140);
  await expect(bench.import('users.csv', file, ...RATE)).rejects.toThrow('the machine is gone');
  failing(Number.POSITIVE_INFINITY);
  await bench.import('users.csv', file, ...RATE);
  expect(bench.rejects('users.csv')?.at(-1)).toMatchObject({
    line: COUNT + 2,
    reason: 'line 3 has the same, once normalised',
  });
  expect((await bench.users.find('user1'))?.email).toBe('u1@example.com');
});

test('a rate is kept', async () => {
  const { exitCode } = await bench.import('users.csv', 'username\nanna\nbert\n', '--rate', '1');
  expect(exitCode).toBe(0);
  expect(bench.pauses).toEqual([1000, 1000]);
});
