import {
  DEAD_SESSIONS_KEPT,
  LIVE_SESSIONS_MAX,
  REMOVALS_PER_LOGIN,
} from '../../../functions/core/sessions/make-room.ts';
import { SessionBench } from '../../fakes/session-bench.ts';
import { aFamily, START } from '../../fakes/session-samples.ts';

const DAY = 86_400_000;

const failing = () => Promise.reject(new Error('the table fails'));

describe('what a login does about the sessions that are over', () => {
  let bench: SessionBench;

  beforeEach(() => {
    bench = new SessionBench();
  });

  const put = async (count: number, changes: Parameters<typeof aFamily>[0]) => {
    const name = JSON.stringify(changes);
    for (let each = 0; each < count; each += 1)
      await bench.families.create(aFamily({ familyId: `${name} ${each}`, ...changes }));
  };
  const left = async () => (await bench.families.list('johndoe')).length;

  it('ends the session that was used longest ago when there are more than a hundred', async () => {
    const tokens: string[] = [];
    for (let count = 0; count < LIVE_SESSIONS_MAX; count += 1) {
      tokens.push((await bench.logIn()).refresh_token);
      bench.after(1);
    }
    expect(await bench.fate(tokens[0]!)).toBe('answered');
    const newest = (await bench.logIn()).refresh_token;
    expect(bench.events.at(-2)).toMatchObject({ event: 'session_revoked', reason: 'evicted' });
    expect(await bench.fate(tokens[1]!)).toBe('invalid_grant: missing');
    expect(await bench.fate(tokens[2]!)).toBe('answered');
    expect(await bench.fate(newest)).toBe('answered');
  });

  it('leaves nothing behind of a session that had to make room, however often one logs in', async () => {
    for (let count = 0; count < 3 * LIVE_SESSIONS_MAX; count += 1) await bench.logIn();
    expect(await left()).toBe(LIVE_SESSIONS_MAX);
  });

  it.each([
    ['revoked', { revokedAt: START - DAY - 1, revokedReason: 'theft' }],
    ['idle', { idleExpiresAt: START - DAY - 1 }],
    ['at its end', { absoluteExpiresAt: START - DAY - 1 }],
  ])('removes, a few at a time, what has been %s for more than a day', async (_, dead) => {
    await put(REMOVALS_PER_LOGIN + 3, dead);
    await bench.logIn();
    expect(await left()).toBe(3 + 1);
    await bench.logIn();
    expect(await left()).toBe(2);
  });

  it.each([
    ['revoked', { revokedAt: START - DAY, revokedReason: 'theft' }],
    ['idle', { idleExpiresAt: START - DAY }],
    ['alive', {}],
  ])('removes nothing that is %s since yesterday', async (_, family) => {
    await put(5, family);
    await bench.logIn();
    expect(await left()).toBe(6);
  });

  it('still knows why a session was ended today', async () => {
    const stolen = (await bench.logIn()).refresh_token;
    const second = (await bench.refresh(stolen)).refresh_token;
    await bench.refresh(second);
    bench.after(60);
    expect(await bench.fate(stolen)).toBe('invalid_grant: theft');
    await bench.logIn();
    expect(await bench.fate(stolen)).toBe('invalid_grant: ended_by_theft');
  });

  it('keeps no more than so many dead ones, the latest, however many there are in a day', async () => {
    await put(DEAD_SESSIONS_KEPT, { revokedAt: START - 10, revokedReason: 'logged_out' });
    await put(2, { revokedAt: START - 20, revokedReason: 'logged_out' });
    await bench.logIn();
    expect(await left()).toBe(DEAD_SESSIONS_KEPT + 1);
    const ended = (await bench.families.list('johndoe')).map(({ revokedAt }) => revokedAt);
    expect(ended).not.toContain(START - 20);
  });

  it('does not take a session that was ended meanwhile for one that had to make room', async () => {
    await put(LIVE_SESSIONS_MAX, {});
    const list = bench.families.list.bind(bench.families);
    bench.families.list = async (username) => {
      const before = await list(username);
      for (const family of before)
        bench.families.restore(family, { ...family, revokedAt: START, revokedReason: 'theft' });
      return before;
    };
    await bench.logIn();
    expect(bench.events.map(({ reason }) => reason)).toEqual(['signed_in']);
    expect(await list('johndoe')).toHaveLength(LIVE_SESSIONS_MAX + 1);
  });

  it.each(['list', 'remove'] as const)('signs in all the same when %s fails', async (method) => {
    await put(3, { idleExpiresAt: START - 2 * DAY });
    Object.assign(bench.families, { [method]: failing });
    const { refresh_token } = await bench.logIn();
    expect(bench.events.map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      'session_cleaning_failed store_failed',
      'login signed_in',
    ]);
    expect(await bench.fate(refresh_token)).toBe('answered');
  });
});
