import { startDynaliteTables, type DynaliteTables } from '../../../../fakes/dynalite-tables.ts';
import { importBench } from '../../../../fakes/import-bench.ts';

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

const MD5 = { algorithm: 'md5', hash: { value: 'x' } };
const djangoUser = (username: string, is_active: unknown) => ({
  model: 'auth.user',
  fields: { username, password: '!', is_active },
});
const pool = (user: object) => ({ Users: [{ Username: 'ok' }, user] });

test.each([
  ['his name', 'auth0', [{ email: 'ok@b.c' }, { username: 'anna', custom_password_hash: MD5 }]],
  ['his address', 'auth0', [{ email: 'ok@b.c' }, { email: 'anna', custom_password_hash: MD5 }]],
  ['his name', 'django', [djangoUser('ok', true), djangoUser('anna', 'perhaps')]],
  ['his name', 'cognito', pool({ Username: 'anna', Enabled: 'perhaps' })],
  ['nothing, if there is nothing', 'cognito', pool({ Enabled: 'perhaps' })],
])('who can not be read as a user is told by %s (%s)', async (by, format, file) => {
  await bench.import('users.json', JSON.stringify(file), '--format', format);
  const username = by.startsWith('his') ? 'anna' : null;
  expect(bench.rejects('users.json')).toMatchObject([{ line: 1, username }]);
});
