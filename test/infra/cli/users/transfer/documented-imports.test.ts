import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createArgon2PasswordHasher } from '../../../../../functions/adapters/argon2/argon2-password-hasher.ts';
import { describePasswordHash } from '../../../../../functions/core/passwords/describe-password-hash.ts';
import { documentedCommands } from '../../../../e2e/documented-commands.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../../fakes/dynalite-tables.ts';
import { importBench } from '../../../../fakes/import-bench.ts';

const PAGE = 'docs/importing-users.md';
const PROGRAM = 'npm run users -- ';

/** What people find on the page as `name`, and a block under it. */
const SAMPLES = new Map(
  [
    ...readFileSync(join(import.meta.dirname, '../../../../..', PAGE), 'utf8').matchAll(
      /^`([\w.-]+)`:\n\n```\w+\n([\s\S]*?)```/gm,
    ),
  ].map(([, name = '', content = '']) => [name, content] as const),
);
const COMMANDS = [...documentedCommands(PAGE, PROGRAM)].map((line) =>
  line.slice(PROGRAM.length).split(' '),
);
const IMPORTS = COMMANDS.filter(([verb]) => verb === 'import');
const EXPORTS = COMMANDS.filter(([verb]) => verb === 'export');

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

/** Runs a command of the page in a folder that has the page's files. */
const run = ([verb = '', file = '', ...words]: readonly string[]) => {
  const sample = SAMPLES.get(file);
  if (sample !== undefined) bench.write(file, sample);
  return bench.run(verb, bench.pathOf(file), ...words);
};

test('the page has a sample of each format, and a command for each sample', () => {
  expect(IMPORTS.map(([, file]) => file)).toEqual([...SAMPLES.keys()]);
  expect([...SAMPLES.keys()]).toHaveLength(6);
  expect(EXPORTS).toHaveLength(5);
});

test.each(IMPORTS)('%s %s does what the page says', async (...command) => {
  const { exitCode, printed } = await run(command);
  expect(exitCode).toBe(0);
  expect(printed).toMatch(/^imported [12](, 1 without a password)? · skipped 0 · rejected 0 · /);
  const [name = ''] = await bench.names();
  const user = await bench.users.find(name);
  expect(user?.email).toBe('anna@example.com');
  const hasUsableHash = describePasswordHash(user?.passwordHash ?? '').problem === null;
  expect(hasUsableHash).toBe(command[1] !== 'cognito.json');
});

test("the page's argon2 hash is one of a password", async () => {
  await run(['import', 'users.csv', '--local']);
  const user = await bench.users.find('anna');
  const hasher = createArgon2PasswordHasher({ memoryKiB: 8, timeCost: 1, parallelism: 1 });
  const verified = hasher.verify(String(user?.passwordHash), 'correct horse battery staple');
  await expect(verified).resolves.toBe(true);
});

test('every way out is open', async () => {
  await bench.put();
  for (const command of EXPORTS) expect(await run(command)).toMatchObject({ exitCode: 0 });
});
