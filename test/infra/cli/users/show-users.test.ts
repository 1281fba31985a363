import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynaliteTables, type DynaliteTables } from '../../../fakes/dynalite-tables.ts';
import { userCommandBench } from '../../../fakes/user-command-bench.ts';

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

const putItem = (pk: string, more: Record<string, { S: string }> = {}) =>
  tables.client.send(
    new PutItemCommand({ TableName: bench.usersTableName, Item: { pk: { S: pk }, ...more } }),
  );

/** What DynamoDB is asked meanwhile. */
async function requestsOf<Result>(action: () => Promise<Result>) {
  const requests: string[] = [];
  const witness =
    (next: (args: { input: object }) => Promise<{ response: unknown; output: never }>) =>
    (args: { input: object }) => {
      requests.push(JSON.stringify(args.input));
      return next(args);
    };
  tables.client.middlewareStack.add(witness as never, { name: 'witness' });
  const result = await action();
  tables.client.middlewareStack.remove('witness');
  return { result, requests };
}

describe('users -- show', () => {
  test('shows a user and when the password was set, and not its hash', async () => {
    await bench.put();
    const { exitCode, printed } = await bench.run('show', 'JOHNDOE', ...TARGET);
    expect(exitCode).toBe(0);
    expect(printed.split('\n')).toEqual([
      'user        johndoe',
      'id          user:5f0c6f0e-8a5b-4a52-9d0a-3f5d3c2f8a11',
      'e-mail      johndoe@example.com',
      'full name   John Doe',
      'may log in  yes',
      'scopes      items:read items:write',
      'roles       reader',
      'password    of 2026-10-05 17:46:40Z',
      'created     2026-10-05 17:46:40Z',
      'changed     2026-10-05 17:46:40Z',
    ]);
    const asJson = await bench.run('show', 'johndoe', '--json', ...TARGET);
    expect(JSON.parse(asJson.printed)).toMatchObject({
      service: 'stack Test',
      user: { username: 'johndoe', hasPassword: true, createdAt: '2026-10-05T17:46:40.000Z' },
    });
    expect(asJson.printed).not.toContain('argon2');
  });

  test('lets nobody steer the terminal by a name', async () => {
    await bench.put({ fullName: '\u001b[2J\u202Eeod', email: null, roles: [], scopes: [] });
    const { printed } = await bench.run('show', 'johndoe', ...TARGET);
    expect(printed).toContain('full name   \\u{1b}[2J\\u{202e}eod');
    expect(printed).toMatch(/e-mail {6}none[\s\S]*scopes {6}none\nroles {7}none/);
  });

  test.each(['show johndoe', 'list'])('nor does %s in JSON, which says the same', async (words) => {
    const fullName = '\u009b2J\u202E\u{E0041}\u2028eod "\\" \u00e9';
    await bench.put({ fullName });
    const { printed } = await bench.run(...words.split(' '), '--json', ...TARGET);
    expect(printed).toContain('\\u009b2J\\u202e\\udb40\\udc41\\u2028eod');
    const read = JSON.parse(printed) as { user?: unknown } | [unknown];
    expect('length' in read ? read[0] : read.user).toMatchObject({ fullName });
  });

  test('says in one line that an item is broken', async () => {
    await putItem('user#jane');
    const { exitCode, noted } = await bench.run('show', 'jane', ...TARGET);
    expect(exitCode).toBe(1);
    expect(noted).toEqual([expect.stringMatching(/^error: the user can't be read: .*userId/)]);
  });
});

describe('users -- list', () => {
  test('lists users and nothing else that is in the table', async () => {
    await bench.put();
    await bench.put({
      username: 'anna',
      userId: 'user:2',
      disabled: true,
      scopes: [],
      email: null,
    });
    await putItem('client#web', { secret: { S: 'hash' } });
    await putItem('throttle#johndoe');
    const { exitCode, printed, noted } = await bench.run('list', ...TARGET);
    expect(exitCode).toBe(0);
    expect(printed.split('\n').toSorted()).toEqual([
      'anna  disabled  no scopes',
      'johndoe  enabled  items:read items:write  johndoe@example.com',
    ]);
    expect(noted).toEqual(['2 users in stack Test']);
  });

  test.each([0, 1, 3])('prints JSON of %d users', async (count) => {
    for (let index = 0; index < count; index += 1) await bench.put({ username: `user${index}` });
    const { printed } = await bench.run('list', '--json', ...TARGET);
    const users = JSON.parse(printed) as { username: string }[];
    expect(users.map(({ username }) => username).toSorted()).toEqual(
      ['user0', 'user1', 'user2'].slice(0, count),
    );
    expect(printed).not.toMatch(/argon2|hash/i);
  });

  test('reads on after the first page', async () => {
    // A page is 1 MB at most.
    const fullName = 'x'.repeat(300_000);
    for (let index = 0; index < 5; index += 1) {
      await bench.put({ username: `user${index}`, fullName });
    }
    const { result, requests } = await requestsOf(() => bench.run('list', ...TARGET));
    expect(result.noted).toEqual(['5 users in stack Test']);
    expect(requests).toHaveLength(2);
  });

  test('names a broken item, lists the others and fails', async () => {
    await bench.put();
    await putItem('user#jane');
    const { exitCode, printed, noted } = await bench.run('list', ...TARGET);
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/^johndoe/);
    expect(noted).toEqual([
      'the item user#jane is not a user as Latchkey writes them',
      '1 user in stack Test',
      "error: 1 of the table's items could not be read",
    ]);
  });

  test('never reads a hash', async () => {
    await bench.put();
    const { requests } = await requestsOf(() => bench.run('list', ...TARGET));
    expect(requests).toHaveLength(1);
    expect(requests[0]).toContain('ProjectionExpression');
    expect(requests[0]).not.toContain('passwordHash');
  });
});

describe('which service', () => {
  const tablesOption = ['--users-table', 'U', '--refresh-tokens-table', 'R'];

  test.each([
    [['--stack', 'Test'], { stack: 'Test' }],
    [['--local'], { local: true }],
    [tablesOption, { usersTable: 'U', refreshTokensTable: 'R' }],
  ])('%j', async (words, target) => {
    expect(await bench.run('list', ...words)).toMatchObject({ exitCode: 0 });
    expect(bench.opened).toEqual([target]);
  });

  test.each([
    [[]],
    [['--local', '--stack', 'Test']],
    [['--users-table', 'U']],
    [['--stack', 'Test', '--refresh-tokens-table', 'R']],
    [['--local', ...tablesOption]],
  ])('%j is not one', async (words) => {
    const { exitCode, noted } = await bench.run('list', ...words);
    expect(exitCode).toBe(2);
    expect(noted).toEqual([expect.stringContaining('say which service')]);
    expect(bench.opened).toEqual([]);
  });

  test('--help says what can be asked', async () => {
    const { exitCode, printed } = await bench.run('--help');
    expect(exitCode).toBe(0);
    for (const command of ['create', 'show', 'list', 'disable', 'enable', 'set-password', 'scopes'])
      expect(printed).toContain(`  ${command} `);
  });
});
