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

test.each([
  [
    'cut off between two values',
    'username,email\nanna,a@b\nbert',
    'line 3: the record ends before column email',
  ],
  [
    'cut off within quotes',
    'username,email\nanna,a@b\n"bert',
    'line 3: a quoted value is not closed',
  ],
  [
    'with a value too many',
    'username\nanna\nbert,1',
    'line 3: there are 2 values for 1 columns: one too many after column username',
  ],
  ['with a stray quote', 'username\nan"na', 'line 2: there is a quote within a value'],
  ['with text behind a quote', 'username\n"an"na', 'line 2: there is a quote within a value'],
  [
    'with an unknown column',
    'username,emial\n',
    'line 1: column 2, "emial", is not known; these are: username, email',
  ],
  ['with a column twice', 'username,email,email\n', 'line 1: column 3, "email", is there twice'],
  ['without the one column that it needs', 'email\na@b\n', 'line 1: there is no column username'],
  ['of nothing', '', 'line 1: the file is empty'],
  ['of a first line only', 'username\n', 'line 1: there is no user in this file'],
  ['in Latin-1', Buffer.from('username,full_name\nanna,Ann\ncaf\xe9,C\n', 'latin1'), 'not UTF-8'],
])('a CSV %s brings in nobody, and says where', async (_, content, problem) => {
  const { exitCode, noted, printed } = await bench.import('users.csv', content, '--format', 'csv');
  expect({ exitCode, printed }).toEqual({ exitCode: 1, printed: '' });
  expect(noted).toEqual([expect.stringContaining(`error: line `)]);
  expect(noted[0]).toContain(problem);
  expect(noted[0]).toContain('nothing was written');
  expect(await bench.names()).toEqual([]);
  expect(bench.rejects('users.csv')).toBeNull();
});

test('nothing is quoted of a CSV whose first line is somebody, since it may be his hash', async () => {
  const content = '$2b$12$4UaRXDj.rBySBmVM6fso/uVKsZ/hRuIscqz6qqT/NyNgcRIYOFgpO,anna\n';
  const { exitCode, noted } = await bench.import('users.csv', content, '--format', 'csv');
  expect(exitCode).toBe(1);
  expect(noted.join()).toMatch(/^error: line 1: this line does not name the columns; it must/);
  expect(noted.join()).not.toMatch(/\$2b|4UaRX|anna/);
  const long = `{"username":"anna","${'a'.repeat(5000)}":1}\n`;
  const { noted: ofLines } = await bench.import('users', long, '--format', 'ndjson');
  expect(ofLines.join()).toContain(`"${'a'.repeat(40)}" is not known`);
});

test.each([
  [
    'django',
    '[{"model":"auth.user","fields":{"username":"anna","password":""}},{"mod',
    'line 1: the file ends in the middle',
  ],
  ['ndjson', '{"username":"anna"}\n{"username":"ber', 'line 2: the file ends in the middle'],
  [
    'ndjson',
    '{"username":"anna"}\n{"user_name":"bert"}',
    'line 2: "user_name" is not known; these are: username',
  ],
  ['cognito', '{"Users":[{"Username":"anna"},', 'line 1: the file ends too early'],
  ['cognito', '[{"Username":"anna"}]', 'there is no user in this file'],
  ['django', '[{"username":"anna"}]', 'there is no user in this file'],
  ['auth0', '[{"name":"Anna"}]', 'line 1: column username: there is neither it nor an email'],
])('a broken file of %s, %j, brings in nobody', async (format, content, problem) => {
  const { exitCode, noted } = await bench.import('users.json', content, '--format', format);
  expect(exitCode).toBe(1);
  expect(noted).toEqual([expect.stringContaining(problem)]);
  expect(await bench.names()).toEqual([]);
});

test('a file that is broken at its end brings in nobody of those before', async () => {
  const names = Array.from({ length: 700 }, (_, n) => `user${n}\n`).join('');
  const { exitCode, noted } = await bench.import('users.csv', `username\n${names}"cut`);
  expect(exitCode).toBe(1);
  expect(noted.at(-1)).toContain('a quoted value is not closed');
  expect(await bench.names()).toEqual([]);
});

test('a file that is not there', async () => {
  const words = ['import', bench.pathOf('none'), '--stack', 'Test'];
  expect(await bench.run(...words)).toMatchObject({
    exitCode: 1,
    noted: [expect.stringContaining("can't be read: ENOENT")],
  });
});

test('byte order mark, CRLF, quoted line ends, empty lines and no last line end are no obstacle', async () => {
  const content =
    '\uFEFFusername,email,full_name\r\nanna,,"Anna ""A"" Doe"\r\n\r\nbert,"b@example.com",\r\n"x\r\ny",,\r\ncarl,,Carl';
  const { exitCode, printed } = await bench.import('users.csv', content);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/^imported 3, 3 without a password · skipped 0 · rejected 1 /);
  expect(await bench.users.find('anna')).toMatchObject({ fullName: 'Anna "A" Doe', email: null });
  expect(bench.rejects('users.csv')).toEqual([
    {
      line: 5,
      column: 'username',
      username: 'x\r\ny',
      reason: 'it has a control character in it',
    },
  ]);
});

test.each([
  ['first', 'username,email\r\nanna,\nbert,b@example.com\r\n'],
  ['last', 'username,email\nanna,\nbert,b@example.com\r\n'],
])('CRLF in the %s line only is no obstacle either', async (_, content) => {
  expect((await bench.import('users.csv', content)).exitCode).toBe(0);
  expect(await bench.users.find('bert')).toMatchObject({ email: 'b@example.com' });
});

test.each([
  ['control characters', '"a\u0000b"', 'username', 'it has a control character in it'],
  ['nothing in it', '""', 'username', 'it is empty'],
  ['too many characters', 'a'.repeat(129), 'username', 'it has more than 128 characters'],
  ['the look of another', 'ＡＮＮＡ', 'username', 'line 2 has the same, once normalised'],
  ['other case', 'Anna', 'username', 'line 2 has the same, once normalised'],
])(
  'a name with %s is rejected by line and column, and the others come in',
  async (_, name, column, reason) => {
    const { exitCode, noted } = await bench.import('users.csv', `username\nanna\n${name}\nbert\n`);
    expect(exitCode).toBe(1);
    expect(noted).toContainEqual(expect.stringMatching(new RegExp(`^line 3, column ${column}: `)));
    expect(bench.rejects('users.csv')).toEqual([
      expect.objectContaining({ line: 3, column, reason: expect.stringContaining(reason) }),
    ]);
    expect(await bench.names()).toEqual(['anna', 'bert']);
  },
);
