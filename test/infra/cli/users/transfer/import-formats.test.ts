import {
  detectFormat,
  IMPORT_FORMATS,
  type ImportFormatName,
} from '../../../../../infra/cli/users/transfer/formats.ts';
import type { User } from '../../../../../functions/core/users/user.ts';
import { START } from '../../../../fakes/session-samples.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../../fakes/dynalite-tables.ts';
import { HASH, importBench } from '../../../../fakes/import-bench.ts';

const BCRYPT = '$2b$12$KbQiHKTa1WIsQFTQWQDZQuKbQiHKTa1WIsQFTQWQDZQu12345678a';
const JOINED = Date.parse('2024-03-01T10:00:00.123Z');

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

const django = (fields: object): string =>
  JSON.stringify([
    { model: 'auth.group', pk: 1, fields: { name: 'editors', permissions: [] } },
    { model: 'auth.user', pk: 7, fields: { username: 'Anna', email: '', ...fields } },
  ]);

const CASES: readonly [string, ImportFormatName, string, Partial<User>][] = [
  [
    "Django's dump",
    'django',
    django({
      password: `argon2${HASH}`,
      first_name: 'Anna',
      last_name: 'Doe',
      is_active: false,
      is_superuser: true,
      date_joined: '2024-03-01T10:00:00.123456Z',
      groups: [1],
    }),
    {
      username: 'anna',
      passwordHash: `argon2${HASH}`,
      fullName: 'Anna Doe',
      email: null,
      disabled: true,
      scopes: [],
      createdAt: JOINED,
      passwordChangedAt: JOINED,
    },
  ],
  [
    'a Django user without a usable password, without a time zone',
    'django',
    django({ password: '!abcdef', is_active: true, date_joined: '2024-03-01T10:00:00.123' }),
    { username: 'anna', passwordHash: null, createdAt: JOINED, disabled: false },
  ],
  [
    "Auth0's bulk import",
    'auth0',
    JSON.stringify([
      {
        email: 'anna@example.com',
        email_verified: true,
        given_name: 'Anna',
        family_name: 'Doe',
        blocked: true,
        created_at: '2024-03-01T10:00:00.123Z',
        custom_password_hash: { algorithm: 'argon2', hash: { value: HASH, encoding: 'utf8' } },
      },
    ]),
    {
      username: 'anna@example.com',
      email: 'anna@example.com',
      fullName: 'Anna Doe',
      disabled: true,
      passwordHash: HASH,
      createdAt: JOINED,
    },
  ],
  [
    "Auth0's scrypt, in parts",
    'auth0',
    JSON.stringify([
      {
        email: 'anna@example.com',
        custom_password_hash: {
          algorithm: 'scrypt',
          hash: { value: '00'.repeat(32), encoding: 'hex' },
          salt: { value: 'c2FsdA==', encoding: 'base64' },
          cost: 1024,
          blockSize: 8,
          parallelization: 1,
        },
      },
    ]),
    { passwordHash: `$scrypt$ln=10,r=8,p=1$c2FsdA$${'A'.repeat(43)}` },
  ],
  [
    'the hashes that Auth0 hands out, a line each',
    'auth0',
    `{"_id":{"$oid":"1"},"email":"anna@example.com","passwordHash":"${BCRYPT}"}\n`,
    { username: 'anna@example.com', passwordHash: BCRYPT },
  ],
  [
    "FastAPI-users' table",
    'fastapi-users',
    `id,email,hashed_password,is_active,is_superuser,is_verified\n1,Anna@example.com,"${HASH}",f,t,t\n`,
    { username: 'anna@example.com', email: 'Anna@example.com', passwordHash: HASH, disabled: true },
  ],
  [
    "Cognito's users, who log in with their addresses",
    'cognito',
    JSON.stringify({
      Users: [
        {
          Username: '11111111-2222',
          Enabled: false,
          UserCreateDate: '2024-03-01T12:00:00.123000+02:00',
          Attributes: [
            { Name: 'sub', Value: '11111111-2222' },
            { Name: 'email', Value: 'anna@example.com' },
            { Name: 'name', Value: 'Anna Doe' },
          ],
        },
      ],
    }),
    {
      username: 'anna@example.com',
      email: 'anna@example.com',
      fullName: 'Anna Doe',
      passwordHash: null,
      passwordExpired: true,
      disabled: true,
      createdAt: JOINED,
    },
  ],
  [
    "Latchkey's own lines",
    'ndjson',
    `{"username":"anna","roles":["editor"],"scopes":["items:read"],"password_hash":"${HASH}"}\n`,
    { username: 'anna', roles: ['editor'], scopes: ['items:read'], passwordHash: HASH },
  ],
];

test.each(CASES)(
  'reads %s, and knows it by its beginning',
  async (_, format, content, expected) => {
    const { exitCode, noted } = await bench.import('users', content);
    expect(noted[0]).toBe(`taken for ${IMPORT_FORMATS[format].title}: --format ${format}`);
    expect({ exitCode, rejects: bench.rejects('users') }).toEqual({ exitCode: 0, rejects: null });
    const [name = ''] = await bench.names();
    expect(await bench.users.find(name)).toMatchObject(expected);
  },
);

test('says what of a Django user it leaves out', async () => {
  const content = django({ password: '', is_staff: true, groups: [1], user_permissions: [] });
  const { noted, printed } = await bench.import('users.json', content);
  expect(noted.slice(1)).toEqual([
    expect.stringMatching(/^1 entries of the file are no users/),
    expect.stringMatching(/^1 are in groups or have permissions/),
    expect.stringMatching(/^1 are superusers or staff there/),
  ]);
  expect(printed).toMatch(/^imported 1, 1 without a password · .* 2 read/);
});

test.each([
  ['md5', { algorithm: 'md5', hash: { value: 'x' } }, 'custom_password_hash.algorithm'],
  ['no value', { algorithm: 'bcrypt', hash: {} }, 'custom_password_hash.hash.value'],
  [
    'a salt beside it',
    { algorithm: 'pbkdf2', hash: { value: 'x' }, salt: { value: 'y' } },
    'custom_password_hash.salt',
  ],
])("rejects Auth0's hash with %s", async (_, hash, column) => {
  const users = [
    { email: 'ok@example.com' },
    { email: 'anna@example.com', custom_password_hash: hash },
  ];
  await bench.import('users.json', JSON.stringify(users));
  expect(bench.rejects('users.json')).toEqual([expect.objectContaining({ line: 1, column })]);
});

const names = (count: number): string => Array.from({ length: count }, (_, n) => `n${n}`).join(' ');

test.each([
  ['created_at', 'yesterday', 'it is not a time like 2026-11-21T09:00:00Z'],
  ['created_at', '2026-02-31T09:00:00Z', 'it is not a time like 2026-11-21T09:00:00Z'],
  ['disabled', 'maybe', 'it is neither true nor false'],
  ['epoch', '-1', 'it is not a whole number'],
  ['epoch', '0x10', 'it is not a whole number'],
  ['epoch', '9007199254740991', 'it is more than 10000000000'],
  ['roles', 'a"b', 'one of them has characters that none has'],
  ['roles', names(65), 'they are more than 64, or 1000 characters'],
  ['scopes', 'a'.repeat(1001), 'they are more than 64, or 1000 characters'],
  // More than an item of the table can have: the table's refusal would have stopped all others, too.
  ['roles', names(60_000), 'they are more than 64, or 1000 characters'],
  ['email', 'nobody', 'it is no e-mail address'],
  ['full_name', 'a\u0007', 'it has 1 to'],
])('rejects a %s of %j', async (column, value, reason) => {
  const quoted = `"${value.replaceAll('"', '""')}"`;
  await bench.import('users.csv', `username,${column}\nok,\nanna,${quoted}\n`);
  expect(bench.rejects('users.csv')).toEqual([
    expect.objectContaining({ line: 3, column, reason: expect.stringContaining(reason) as string }),
  ]);
  expect((await bench.users.find('ok'))?.createdAt).toBe(START);
});

test.each([1e20, 'a date', -1])(
  'rejects a Cognito user who was made at %j: nobody could be listed beside such a time',
  async (UserCreateDate) => {
    const Users = [{ Username: 'ok' }, { Username: 'anna', UserCreateDate }];
    await bench.import('users.json', JSON.stringify({ Users }), '--format', 'cognito');
    expect(bench.rejects('users.json')).toEqual([
      expect.objectContaining({ column: 'UserCreateDate', reason: 'it is not a time' }),
    ]);
  },
);

test.each([
  ['null', null, 0],
  ['a text', 'email', 1],
])('passes over a Cognito attribute that is %s, or rejects its user', async (_, one, rejected) => {
  const Users = [{ Username: 'ok' }, { Username: 'anna', Attributes: [one] }];
  await bench.import('users.json', JSON.stringify({ Users }));
  expect(bench.rejects('users.json') ?? []).toEqual(
    rejected === 0
      ? []
      : [{ line: 1, column: 'Attributes', username: 'anna', reason: 'it is not an object' }],
  );
});

test.each([
  ['a line', (user: object) => `${JSON.stringify(user)}\n`],
  ['an array', (user: object) => JSON.stringify([user], null, 2)],
])(
  'takes %s with a name misspelt for no other system, where it would count for nothing',
  async (_, write) => {
    const user = { username: 'anna', email: 'a@example.com', disabled: true, role: ['editor'] };
    const { exitCode, noted } = await bench.import('users', write(user));
    expect(exitCode).toBe(1);
    expect(noted[1]).toContain('"role" is not known; these are: username');
    expect(await bench.names()).toEqual([]);
  },
);

test('JSON of no known kind has to be named', () => {
  expect(() => detectFormat(bench.write('users.json', '[{"name":1}]'))).toThrow('say --format');
});
