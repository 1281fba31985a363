import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { form, formPost } from '../fakes/gateway-events.ts';
import { comparable, postFrom, type RawAnswer } from './post-from.ts';
import { startService, type RunningService } from './running-service.ts';
import { putUser } from './service-users.ts';
import { withLongDelays } from './throttling-settings.ts';

const PASSWORD = 'correct horse battery staple';
const HOME = '127.0.0.1';
const MINUTE = 60_000;
const DAY = 86_400_000;

/** An address of another /24 each. */
const stranger = (at: number): string => `127.0.${(at % 250) + 1}.${Math.floor(at / 250) + 1}`;

/** The free tries of an account, and of a source. */
const [OF_ACCOUNT, OF_SOURCE] = [10, 100];

const statuses = (answers: readonly RawAnswer[]): Readonly<Record<number, number>> =>
  answers.reduce<Record<number, number>>(
    (sums, { status }) => ({ ...sums, [status]: (sums[status] ?? 0) + 1 }),
    {},
  );

/** `Retry-After` counts down while a test runs: to the minute it stands still. */
const minutesToWait = ({ headers }: RawAnswer): number =>
  Math.ceil(Number(headers['retry-after']) / 60);

describe('guessing passwords on a running service', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ adjustableClock: true, transformTemplate: withLongDelays });
  }, 60_000);
  afterAll(() => service.stop());

  const tryFrom = (
    address: string,
    username: string,
    password = 'wrong',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawAnswer> =>
    postFrom(address, `${service.url}/token`, { username, password }, headers);
  const attack = async (username: string, count: number, from = stranger): Promise<RawAnswer[]> => {
    const answers: RawAnswer[] = [];
    for (let at = 0; at < count; at += 1) answers.push(await tryFrom(from(at), username));
    return answers;
  };
  const tryOver = async (ip: string, at: number) => {
    const body = form({ username: `v6-${at}`, password: 'wrong' });
    const result = await service.invoke('LoginFunction', formPost(body, { ip }));
    if (result.outcome !== 'returned') throw new Error('login did not answer');
    return JSON.parse(result.payload) as { readonly statusCode: number };
  };
  /** The service's log lines of an event. */
  const logged = async (event: string) =>
    (await service.logLines())
      .filter((line) => line.includes(`"event":"${event}"`))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  test('of 200 parallel tries on one account only the free ones are looked at', async () => {
    const { userId } = await putUser(service, { username: 'anna' });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => tryFrom(stranger(at), 'anna')),
    );
    expect(statuses(answers)).toEqual({ 400: OF_ACCOUNT, 429: 200 - OF_ACCOUNT });
    // One line of refusal for each password that was hashed.
    const hashed = (await logged('login_refused')).filter((line) => line['userId'] === userId);
    expect(hashed).toHaveLength(OF_ACCOUNT);
    const [throttled] = await logged('login_throttled');
    expect(throttled).toMatchObject({ reason: 'account', userId, level: 'security' });
  }, 60_000);

  test('of 200 parallel tries from one source, on whomever, only the free ones', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => tryFrom(`127.1.0.${at + 1}`, `somebody-${at}`)),
    );
    expect(statuses(answers)).toEqual({ 400: OF_SOURCE, 429: 200 - OF_SOURCE });
    // Whatever a header claims.
    const claim = { 'x-forwarded-for': '203.0.113.9' };
    expect((await tryFrom('127.1.0.7', 'somebody-else', 'wrong', claim)).status).toBe(429);
    expect((await tryFrom('127.1.1.7', 'somebody-else')).status).toBe(400);
  }, 60_000);

  test('an owner logs in at once from where he has before, whoever attacks', async () => {
    await putUser(service, { username: 'bert' });
    expect((await tryFrom(HOME, 'bert', PASSWORD)).status).toBe(200);
    const attacked = await attack('bert', 2 * OF_ACCOUNT);
    expect(statuses(attacked)).toEqual({ 400: OF_ACCOUNT, 429: OF_ACCOUNT });
    for (let login = 0; login < OF_ACCOUNT + 2; login += 1) {
      expect((await tryFrom(HOME, 'bert', PASSWORD)).status).toBe(200);
    }
    // From elsewhere even the right password is not looked at, until the delay is over.
    const elsewhere = await tryFrom('127.2.0.1', 'bert', PASSWORD);
    expect(elsewhere.status).toBe(429);
    service.advance(1000 * Number(elsewhere.headers['retry-after']));
    expect((await tryFrom('127.2.0.1', 'bert', PASSWORD)).status).toBe(200);
  }, 60_000);

  test('whoever shares the owner’s network has a bound, too', async () => {
    await putUser(service, { username: 'cleo' });
    expect((await tryFrom('127.3.0.1', 'cleo', PASSWORD)).status).toBe(200);
    const attacked = await attack('cleo', OF_ACCOUNT + 2, (at) => `127.3.0.${at + 2}`);
    expect(statuses(attacked)).toEqual({ 400: OF_ACCOUNT, 429: 2 });
    service.advance(MINUTE);
    expect((await tryFrom('127.3.0.1', 'cleo', PASSWORD)).status).toBe(200);
  }, 60_000);

  test('a name that nobody has is treated byte for byte like one that somebody has', async () => {
    await putUser(service, { username: 'dora' });
    const [known = [], unknown = []] = await Promise.all(
      ['dora', 'nobody-at-all'].map((name) =>
        attack(name, OF_ACCOUNT + 3, (at) => `127.4.${at}.1`),
      ),
    );
    expect(unknown.map(comparable)).toEqual(known.map(comparable));
    expect(new Set(known.map(comparable)).size).toBe(2);
    expect([...known, ...unknown].slice(-3).map(minutesToWait)).toEqual([1, 1, 1]);
    const refused = await tryFrom('127.5.0.1', 'dora');
    expect(refused.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(refused.text)).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'Too many attempts to log in. Try again later.',
    });
  }, 60_000);

  test('delays grow, and counters expire', async () => {
    await putUser(service, { username: 'emil' });
    await attack('emil', OF_ACCOUNT);
    for (const minutes of [1, 2, 4, 8]) {
      const refused = await tryFrom('127.6.0.1', 'emil');
      expect([refused.status, minutesToWait(refused)]).toEqual([429, minutes]);
      service.advance(minutes * MINUTE);
      expect((await tryFrom('127.6.0.1', 'emil')).status).toBe(400);
    }
    service.advance(DAY);
    const later = await attack('emil', OF_ACCOUNT + 1);
    expect(statuses(later)).toEqual({ 400: OF_ACCOUNT, 429: 1 });
  }, 60_000);

  test('a /64 of IPv6 is one source', async () => {
    const answers = await Promise.all(
      Array.from({ length: OF_SOURCE + 20 }, (_, at) =>
        tryOver(`2001:db8:0:1:${at.toString(16)}::1`, at),
      ),
    );
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(20);
    expect((await tryOver('2001:db8:0:2::1', 1)).statusCode).toBe(400);
  }, 60_000);

  test('the tables and the log keep no name of a stranger', async () => {
    await tryFrom('127.7.0.1', 'hunter2-typed-here');
    const { dynamoDbUrl, administrator } = service.aws;
    const client = createDynamoDBClient({
      endpoint: dynamoDbUrl,
      region: 'us-east-1',
      credentials: administrator,
    });
    const TableName = service.outputs['UsersTableName'];
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    client.destroy();
    const counters = Items.filter(({ pk }) => pk?.S?.startsWith('throttle#'));
    expect(counters.length).toBeGreaterThan(0);
    for (const counter of counters) {
      expect(Object.keys(counter).toSorted()).toEqual([
        'pk',
        'startedAt',
        'triedAt',
        'tries',
        'ttl',
      ]);
    }
    expect(JSON.stringify(counters)).not.toMatch(/hunter2|127\.7/);
    expect((await service.logLines()).join('\n')).not.toContain('hunter2');
    expect(service.problems).toEqual([]);
  }, 60_000);
});
