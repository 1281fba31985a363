import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { startDynaliteTables, type DynaliteTables } from '../../../fakes/dynalite-tables.ts';
import { START } from '../../../fakes/session-samples.ts';
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

const run = (...words: string[]) => bench.run(...words, ...TARGET);
const reasonsOf = async (username: string) => {
  const families = await bench.families.list(username);
  return Object.fromEntries(families.map((family) => [family.familyId, family.revokedReason]));
};

const itemsOf = async () => {
  const page = await tables.client.send(
    new QueryCommand({
      TableName: bench.refreshTokensTableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'user#johndoe' } },
    }),
  );
  return (page.Items ?? []).map((item) => item['sk']?.S);
};

describe('users -- sessions', () => {
  test('shows those that go on, the one used last first, and nothing that opens anything', async () => {
    await bench.put();
    await bench.putSession({ familyId: 'one' });
    const rotated = [START + 60_000, START, 0, 0, 0, 0, 0, 0];
    const idleExpiresAt = START + 31 * 86_400_000;
    await bench.putSession({ familyId: 'two', generation: 1, rotated, idleExpiresAt });
    await bench.putSession({ familyId: 'over', revokedAt: START, revokedReason: 'logged_out' });
    await bench.putSession({ familyId: 'older', userId: 'user:who-had-the-name' });
    const { exitCode, printed, noted } = await run('sessions', 'JohnDoe');
    expect({ exitCode, noted }).toEqual({
      exitCode: 0,
      noted: ['2 sessions of johndoe in stack Test'],
    });
    const lines = printed.split('\n');
    expect(lines.map((line) => line.split('  ')[0])).toEqual(['two', 'one']);
    expect(lines[0]).toMatch(
      /^two  web  192\.0\.2\.7  since .*Z {2}used .*Z {2}until .*browser\/1$/,
    );
    const json = JSON.parse((await run('sessions', 'johndoe', '--json')).printed) as object;
    expect(json).toMatchObject({
      username: 'johndoe',
      sessions: [
        { id: 'two', lastUsedAt: new Date(START + 60_000).toISOString() },
        { id: 'one', createdAt: new Date(START).toISOString() },
      ],
    });
  });

  test('shows what somebody calls himself without letting it steer the terminal', async () => {
    await bench.put();
    await bench.putSession({ device: { ip: '192.0.2.7', userAgent: '\u001b[2J\u202etxt\u009b' } });
    expect((await run('sessions', 'johndoe')).printed).toContain('\\u{1b}[2J\\u{202e}txt\\u{9b}');
    const { printed } = await run('sessions', 'johndoe', '--json');
    expect(printed).toContain('"\\u001b[2J\\u202etxt\\u009b"');
  });
});

describe('users -- revoke', () => {
  test('ends one session and leaves the others', async () => {
    await bench.put();
    for (const familyId of ['-one', 'two']) await bench.putSession({ familyId });
    const words = ['revoke', 'johndoe', '--session', '-one'];
    expect(await run(...words)).toMatchObject({ exitCode: 3 });
    expect(await run(...words, '--yes')).toEqual({
      exitCode: 0,
      printed: 'ended the session',
      noted: [],
    });
    expect(await reasonsOf('johndoe')).toEqual({ '-one': 'logged_out', two: null });
    expect((await run(...words)).printed).toBe('the session was over already');
  });

  test("knows nobody else's sessions", async () => {
    await bench.put();
    await bench.putSession({ familyId: 'older', userId: 'user:who-had-the-name' });
    for (const id of ['older', 'none']) {
      const { exitCode, noted } = await run('revoke', 'johndoe', '--session', id, '--yes');
      expect({ exitCode, noted }).toEqual({
        exitCode: 1,
        noted: [`error: johndoe has no session ${id}: npm run users -- sessions`],
      });
    }
    expect(await reasonsOf('johndoe')).toEqual({ older: null });
  });

  test('ends all by one write to the user', async () => {
    const user = await bench.put();
    for (const familyId of ['one', 'two']) await bench.putSession({ familyId });
    bench.settings.answer = true;
    expect((await run('revoke', 'johndoe', '--all')).printed).toBe(
      'ended every session of johndoe',
    );
    expect(await bench.users.find('johndoe')).toEqual({
      ...user,
      epoch: user.epoch + 1,
      updatedAt: START,
    });
    expect(await reasonsOf('johndoe')).toEqual({ one: 'logged_out', two: 'logged_out' });
  });

  test.each([[[]], [['--all', '--session', 'one']]])('refuses %j', async (words) => {
    await bench.put();
    expect(await run('revoke', 'johndoe', ...words)).toMatchObject({ exitCode: 2 });
  });
});

describe('users -- expire-password', () => {
  test('ends the sessions, and the next password opens sessions again', async () => {
    const user = await bench.put();
    await bench.putSession({ familyId: 'one' });
    expect(await run('expire-password', 'johndoe', '--yes')).toMatchObject({ exitCode: 0 });
    const expired = { ...user, passwordExpired: true, epoch: user.epoch + 1, updatedAt: START };
    expect(await bench.users.find('johndoe')).toEqual(expired);
    expect(await reasonsOf('johndoe')).toEqual({ one: 'logged_out' });
    expect((await run('expire-password', 'johndoe')).printed).toBe(
      'the password of johndoe had expired already',
    );
    expect((await run('show', 'johndoe')).printed).toMatch(/^password .*Z, expired$/m);
    bench.settings.input = GOOD_PASSWORD;
    await run('set-password', 'johndoe', '--password-stdin', '--yes');
    expect((await bench.users.find('johndoe'))?.passwordExpired).toBe(false);
  });

  test('has nothing to expire for a user without a password', async () => {
    await bench.put({ passwordHash: null });
    expect(await run('expire-password', 'johndoe', '--yes')).toMatchObject({ exitCode: 3 });
  });
});

describe('users -- delete', () => {
  test('leaves nothing of him in either table', async () => {
    await bench.put();
    await bench.put({ username: 'anna' });
    for (const familyId of ['one', 'two']) await bench.putSession({ familyId });
    const source = { pk: { S: 'user#johndoe' }, sk: { S: 'source#192.0.2.0' } };
    const TableName = bench.refreshTokensTableName;
    await tables.client.send(new PutItemCommand({ TableName, Item: source }));
    bench.settings.answer = true;
    const { exitCode, printed, noted } = await run('delete', 'JohnDoe');
    expect({ exitCode, printed }).toEqual({
      exitCode: 0,
      printed: 'deleted johndoe and 2 sessions of theirs',
    });
    expect(noted.at(-1)).toBe('Delete johndoe from stack Test?');
    expect(await bench.users.find('johndoe')).toBeNull();
    expect(await itemsOf()).toEqual([]);
    expect(await bench.users.find('anna')).not.toBeNull();
  });

  test('asks first, and --dry-run does nothing', async () => {
    const user = await bench.put();
    bench.settings.answer = false;
    expect(await run('delete', 'johndoe')).toMatchObject({ exitCode: 3 });
    expect((await run('delete', 'johndoe', '--dry-run')).printed).toMatch(/^would: delete johndoe/);
    expect(await bench.users.find('johndoe')).toEqual(user);
  });

  test('leaves one alone who took the name meanwhile', async () => {
    await bench.put();
    bench.settings.wrap = (service) => ({
      ...service,
      users: {
        ...service.users,
        async remove(user) {
          await bench.put({ userId: 'user:other' });
          return service.users.remove(user);
        },
      },
    });
    expect(await run('delete', 'johndoe', '--yes')).toMatchObject({ exitCode: 3 });
    expect((await bench.users.find('johndoe'))?.userId).toBe('user:other');
  });

  test('says what could not be cleaned', async () => {
    await bench.put();
    bench.settings.wrap = (service) => ({
      ...service,
      sources: { forgetAll: () => Promise.reject(new Error('no right to')) },
    });
    const { exitCode, noted } = await run('delete', 'johndoe', '--yes');
    expect(exitCode).toBe(0);
    expect(noted).toEqual([expect.stringMatching(/johndoe is gone, but .*no right to/)]);
    expect(await bench.users.find('johndoe')).toBeNull();
  });
});
