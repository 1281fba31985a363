import { createCountingThrottle } from '../../../functions/core/throttling/counting-throttle.ts';
import type { Admission } from '../../../functions/core/throttling/login-throttle.ts';
import type { LoginThrottling } from '../../../functions/core/throttling/throttle-rules.ts';
import { MemoryKnownSources, MemoryLoginCounters } from '../../fakes/memory-throttling.ts';
import { START } from '../../fakes/session-samples.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const RULES: LoginThrottling = {
  account: {
    freeTries: 3,
    firstDelayMs: 1000,
    growth: 2,
    longestDelayMs: 4000,
    windowMs: DAY,
  },
  source: {
    freeTries: 5,
    firstDelayMs: 1000,
    growth: 2,
    longestDelayMs: 4000,
    windowMs: HOUR,
  },
};

const HOME = '192.0.2.7';
const failing = () => Promise.reject(new Error('the table fails'));

/** An address of another network each. */
const stranger = (at: number): string => `198.51.${at}.1`;

describe('a throttle that counts', () => {
  let loginCounters: MemoryLoginCounters;
  let knownSources: MemoryKnownSources;
  let now: number;

  beforeEach(() => {
    loginCounters = new MemoryLoginCounters();
    knownSources = new MemoryKnownSources();
    now = START;
  });

  const admit = (username: string, ip: string): Promise<Admission> =>
    createCountingThrottle(RULES, {
      loginCounters,
      knownSources,
      clock: { now: () => now },
    }).admit(username, ip);
  /** @returns `in`, or who refused and for how many seconds */
  const guess = async (username: string, ip: string): Promise<string> => {
    const admission = await admit(username, ip);
    return admission.admitted ? 'in' : `${admission.by} ${admission.retryAfterSeconds}`;
  };
  const logIn = async (username: string, ip: string): Promise<string> => {
    const admission = await admit(username, ip);
    if (!admission.admitted) return `${admission.by} ${admission.retryAfterSeconds}`;
    await admission.succeeded();
    return 'in';
  };
  const guesses = async (count: number, each: (at: number) => readonly [string, string]) => {
    const outcomes: string[] = [];
    for (let at = 0; at < count; at += 1) outcomes.push(await guess(...each(at)));
    return outcomes;
  };

  it('lets free tries on an account through, from wherever, and then one each growing delay', async () => {
    expect(await guesses(4, (at) => ['johndoe', stranger(at)])).toEqual([
      'in',
      'in',
      'in',
      'account 1',
    ]);
    now += 999;
    expect(await guess('johndoe', stranger(9))).toBe('account 1');
    for (const [waited, next] of [
      [1, 2],
      [2000, 4],
      [4000, 4],
    ] as const) {
      now += waited;
      expect(await guess('johndoe', stranger(9 + next))).toBe('in');
      expect(await guess('johndoe', stranger(20 + next))).toBe(`account ${next}`);
    }
  });

  it('lets free tries from a source through, on whomever, and then slows it down', async () => {
    const outcomes = await guesses(6, (at) => [`user-${at}`, `198.51.100.${at}`]);
    expect(outcomes).toEqual(['in', 'in', 'in', 'in', 'in', 'source 1']);
    expect(await guess('user-7', stranger(7))).toBe('in');
  });

  it('takes a /64 of IPv6 for one source', async () => {
    const outcomes = await guesses(6, (at) => [`user-${at}`, `2001:db8:0:1:${at}::1`]);
    expect(outcomes.at(-1)).toBe('source 1');
    expect(await guess('user-7', '2001:db8:0:2::1')).toBe('in');
  });

  it('lets no more than the free ones of 200 parallel tries through', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, at) => guess('johndoe', stranger(at))),
    );
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(3);
    now += 1000;
    const again = await Promise.all(
      Array.from({ length: 200 }, (_, at) => guess('johndoe', stranger(at))),
    );
    expect(again.filter((outcome) => outcome === 'in')).toHaveLength(1);
  });

  it('never lets strangers keep an owner out of a place that is known', async () => {
    expect(await logIn('johndoe', HOME)).toBe('in');
    await guesses(50, (at) => ['johndoe', stranger(at)]);
    // A neighbour in the same network, too.
    await guesses(50, (at) => [`user-${at}`, '192.0.2.200']);
    expect(await guess('johndoe', stranger(99))).toMatch(/^account/);
    expect(await guess('jane', HOME)).toMatch(/^source/);
    for (let login = 0; login < 20; login += 1) expect(await logIn('johndoe', HOME)).toBe('in');
  });

  it('binds a thief behind the owner’s own network, until the owner logs in', async () => {
    await logIn('johndoe', HOME);
    expect(await guesses(4, (at) => ['johndoe', `192.0.2.${at}`])).toEqual([
      'in',
      'in',
      'in',
      'known_source 1',
    ]);
    now += 1000;
    expect(await logIn('johndoe', HOME)).toBe('in');
    expect(await guess('johndoe', HOME)).toBe('in');
  });

  it('knows a place for 30 days after the last login from there', async () => {
    await logIn('johndoe', HOME);
    now += 29 * DAY;
    await logIn('johndoe', HOME);
    now += 30 * DAY - 1;
    await guesses(3, (at) => ['johndoe', stranger(at)]);
    expect(await logIn('johndoe', HOME)).toBe('in');
    now += 30 * DAY;
    await guesses(3, (at) => ['johndoe', stranger(at)]);
    expect(await guess('johndoe', HOME)).toBe('account 1');
  });

  it('lets own logins pay for no guesses at others’ passwords', async () => {
    await guesses(4, (at) => [`user-${at}`, HOME]);
    await logIn('mallory', HOME);
    for (let login = 0; login < 10; login += 1) await logIn('mallory', HOME);
    expect(await guesses(2, (at) => [`user-${at}`, HOME])).toEqual(['in', 'source 1']);
  });

  it('counts no good login, however many there are', async () => {
    for (let at = 0; at < 30; at += 1) expect(await logIn(`user-${at}`, HOME)).toBe('in');
    for (let at = 0; at < 30; at += 1) expect(await logIn('johndoe', stranger(at))).toBe('in');
  });

  it('counts a refused try nowhere', async () => {
    await guesses(3, (at) => ['johndoe', stranger(at)]);
    await guesses(20, () => ['johndoe', HOME]);
    expect(await guess('jane', HOME)).toBe('in');
    await guesses(20, (at) => [`user-${at}`, stranger(50)]);
    await guesses(20, () => ['joan', stranger(50)]);
    expect(await guess('joan', HOME)).toBe('in');
  });

  it('forgets a counter when its window is over, and what is left of a delay', async () => {
    await guesses(5, (at) => [`user-${at}`, HOME]);
    now += HOUR - 500;
    expect(await guess('user-9', HOME)).toBe('in');
    expect(await guess('user-9', HOME)).toBe('source 1');
    now += 500;
    expect(await guesses(6, (at) => [`user-${at}`, HOME])).toEqual([
      ...Array.from({ length: 5 }, () => 'in'),
      'source 1',
    ]);
  });

  it('makes the same calls for a name that nobody has', async () => {
    await logIn('johndoe', HOME);
    const calls: (readonly number[])[] = [];
    for (const username of ['nobody', 'johndoe']) {
      loginCounters.calls = 0;
      knownSources.calls = 0;
      await guesses(4, (at) => [username, stranger(at)]);
      calls.push([loginCounters.calls, knownSources.calls]);
    }
    expect(calls[0]).toEqual(calls[1]);
  });

  it('keeps no name and no address in the table that strangers fill', async () => {
    await guess('hunter2', HOME);
    expect(loginCounters.keys).toHaveLength(2);
    expect(loginCounters.keys.join(' ')).not.toMatch(/hunter2|192\.0\.2/);
    for (const key of loginCounters.keys) expect(key).toMatch(/^[\w-]{43}$/);
  });

  it('has whoever finds a counter gone come back in a second', async () => {
    loginCounters.addFree = () => Promise.resolve(false);
    expect(await guess('johndoe', HOME)).toBe('source 1');
  });

  it('fails when a table does, before and after', async () => {
    const admission = await admit('johndoe', HOME);
    loginCounters.giveBack = failing;
    if (!admission.admitted) throw new Error('it was refused');
    await expect(admission.succeeded()).rejects.toThrow('the table fails');
    loginCounters.addFree = failing;
    await expect(guess('jane', HOME)).rejects.toThrow('the table fails');
  });
});
