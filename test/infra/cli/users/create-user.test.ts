import { startDynaliteTables, type DynaliteTables } from '../../../fakes/dynalite-tables.ts';
import { START } from '../../../fakes/session-samples.ts';
import { cheapHasher } from '../../../fakes/sign-in-bench.ts';
import { GOOD_PASSWORD, userCommandBench } from '../../../fakes/user-command-bench.ts';

const TARGET = ['--stack', 'Test'];

let tables: DynaliteTables;
let bench: Awaited<ReturnType<typeof userCommandBench>>;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  bench = await userCommandBench(tables);
});

const create = (...words: string[]) => bench.run('create', ...words, ...TARGET);

describe('users -- create', () => {
  test('makes a user whose password is asked for twice', async () => {
    bench.settings.typed = [GOOD_PASSWORD, GOOD_PASSWORD];
    const about = ['--email', 'anna@example.com', '--full-name', 'Anna Doe', '--role', 'editor'];
    const scopes = ['--scope', 'items:read', '--scope', 'orders:read orders:write'];
    const { exitCode, printed, noted } = await create('Anna', ...about, ...scopes);
    expect({ exitCode, noted }).toEqual({ exitCode: 0, noted: [] });
    expect(printed).toBe(
      'created anna with the scopes items:read orders:read orders:write and the roles editor',
    );
    expect(bench.asked).toEqual(['New password for anna', 'The same again']);
    const user = await bench.users.find('anna');
    expect(user).toEqual({
      userId: 'user:new-1',
      username: 'anna',
      passwordHash: expect.any(String) as string,
      epoch: 0,
      email: 'anna@example.com',
      fullName: 'Anna Doe',
      disabled: false,
      roles: ['editor'],
      scopes: ['items:read', 'orders:read', 'orders:write'],
      createdAt: START,
      updatedAt: START,
      passwordChangedAt: START,
      passwordExpired: false,
    });
    expect(await cheapHasher.verify(user?.passwordHash ?? '', GOOD_PASSWORD)).toBe(true);
  });

  test('says that whoever holds a role is not without scopes', async () => {
    bench.settings.typed = [GOOD_PASSWORD, GOOD_PASSWORD];
    const { printed, noted } = await create('anna', '--role', 'editor');
    expect([printed, noted]).toEqual(['created anna with the roles editor', []]);
  });

  test('takes the password from a pipe, without its line feed', async () => {
    for (const [name, ending] of [
      ['anna', ''],
      ['bert', '\n'],
      ['carl', '\r\n'],
    ] as const) {
      bench.settings.input = `${GOOD_PASSWORD}${ending}`;
      expect(await create(name, '--password-stdin')).toMatchObject({ exitCode: 0 });
      const user = await bench.users.find(name);
      expect(await cheapHasher.verify(user?.passwordHash ?? '', GOOD_PASSWORD)).toBe(true);
    }
  });

  test('prints JSON without a hash or a password', async () => {
    bench.settings.input = GOOD_PASSWORD;
    const { printed, noted } = await create('anna', '--password-stdin', '--json');
    expect(JSON.parse(printed)).toMatchObject({
      command: 'create',
      changed: true,
      user: { username: 'anna', email: null, scopes: [] },
    });
    expect(noted).toEqual([expect.stringContaining('npm run users -- scopes')]);
    expect(`${printed}${noted.join('')}`).not.toMatch(/argon2|hash|correct horse/i);
  });

  test('never overwrites somebody, and asks nothing when the name is taken', async () => {
    const user = await bench.put({ username: 'anna' });
    bench.settings.typed = [GOOD_PASSWORD, GOOD_PASSWORD];
    expect(await create('ANNA')).toEqual({
      exitCode: 3,
      printed: '',
      noted: ['error: there is a user anna already: nothing was changed'],
    });
    expect(bench.asked).toEqual([]);
    expect(await bench.users.find('anna')).toEqual(user);
  });

  test('loses to somebody who takes the name while the password is typed', async () => {
    bench.settings.input = GOOD_PASSWORD;
    bench.settings.wrap = (service) => ({
      ...service,
      users: {
        ...service.users,
        async find() {
          await bench.put({ username: 'anna', userId: 'user:first' });
          return null;
        },
      },
    });
    expect(await create('anna', '--password-stdin')).toMatchObject({ exitCode: 3 });
    expect((await bench.users.find('anna'))?.userId).toBe('user:first');
  });

  test('--dry-run checks everything, asks nothing and makes nobody', async () => {
    const { exitCode, printed } = await create('anna', '--dry-run', '--scope', 'items:read');
    expect(exitCode).toBe(0);
    expect(printed).toBe(
      'would: create anna with the scopes items:read\nnothing was changed (--dry-run)',
    );
    const asJson = await create('anna', '--dry-run', '--json');
    expect(JSON.parse(asJson.printed)).toMatchObject({ dryRun: true, changed: false });
    expect(await bench.users.find('anna')).toBeNull();
    await bench.put({ username: 'anna' });
    expect(await create('anna', '--dry-run')).toMatchObject({ exitCode: 3 });
  });
});

describe('users -- create refuses', () => {
  test.each([
    ['an empty name', '', /it is empty/],
    ['a long one', 'a'.repeat(129), /more than 128 characters/],
    ['a control character', 'an\u0007na', /"an\\u\{7\}na": it has a control character/],
    ['a lone surrogate', 'anna\uD800', /no proper Unicode/],
  ])('%s, and names the rule', async (_, name, rule) => {
    const { exitCode, noted } = await create(name, '--password-stdin');
    expect(exitCode).toBe(2);
    expect(noted.join('\n')).toMatch(rule);
    expect(bench.opened).toEqual([]);
  });

  test.each([
    ['a short password', 'fourteen chars', 3, /at least 15 characters/],
    ['one that is short once it is normalised', 'e\u0301'.repeat(14), 3, /at least 15 characters/],
    ['a long one', 'a'.repeat(129), 3, /at most 128 characters/],
    ['none', '', 3, /at least 15 characters/],
    ['a common one', 'latchkey12345678', 3, /a common one/],
    ['one with the name in it', 'annas green elephant', 3, /your user name/],
    ['several lines', `${GOOD_PASSWORD}\n${GOOD_PASSWORD}\n`, 2, /takes one line/],
    ['what is not UTF-8', Uint8Array.of(0xff, 0xfe), 2, /not UTF-8/],
  ])('%s, and names the rule', async (_, input, code, rule) => {
    bench.settings.input = input;
    const { exitCode, noted } = await create('anna', '--password-stdin');
    expect(exitCode).toBe(code);
    expect(noted.join('\n')).toMatch(rule);
    expect(await bench.users.find('anna')).toBeNull();
  });

  test.each([
    ['two passwords that differ', [GOOD_PASSWORD, `${GOOD_PASSWORD}!`], /not the same/],
    ['an operator who gives up', [null], /nothing was changed/],
    ['one who gives up later', [GOOD_PASSWORD, null], /nothing was changed/],
    ['nobody to ask', null, /--password-stdin/],
  ])('%s', async (_, typed, reason) => {
    bench.settings.typed = typed;
    const { exitCode, noted } = await create('anna');
    expect(exitCode).toBe(3);
    expect(noted.join('\n')).toMatch(reason);
    expect(await bench.users.find('anna')).toBeNull();
  });

  test('to read a password that a terminal would show', async () => {
    expect(await create('anna', '--password-stdin')).toMatchObject({ exitCode: 2 });
  });

  test('reserved scopes unless they are asked for as such', async () => {
    bench.settings.input = GOOD_PASSWORD;
    const words = ['anna', '--password-stdin', '--scope', 'users:admin', '--scope', 'items:read'];
    const { exitCode, noted } = await create(...words);
    expect(exitCode).toBe(3);
    expect(noted).toEqual([expect.stringMatching(/users:admin: .* Say --reserved/)]);
    expect(await bench.users.find('anna')).toBeNull();
    expect(await create(...words, '--reserved')).toMatchObject({ exitCode: 0 });
    expect((await bench.users.find('anna'))?.scopes).toEqual(['users:admin', 'items:read']);
  });

  test.each([
    ['a malformed scope', ['--scope', 'a"b'], /no scope/],
    ['an empty scope', ['--scope', ''], /no scope/],
    ['a malformed role', ['--role', 'é'], /no role/],
    ['no e-mail address', ['--email', 'anna'], /no e-mail address/],
    ['an empty full name', ['--full-name', ' '], /1 to 200 characters/],
    ['a password as an argument', ['--password', GOOD_PASSWORD], /unknown option '--password'/],
  ])('%s', async (_, words, reason) => {
    const { exitCode, noted } = await create('anna', ...words);
    expect(exitCode).toBe(2);
    expect(noted.join('\n')).toMatch(reason);
    expect(bench.opened).toEqual([]);
  });
});
