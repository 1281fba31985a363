import { changingPassword, disabling, loggingOut, loggingOutEverywhere } from './endings.ts';
import { shorten } from './listing.ts';
import { randomHistory, strategies } from './random-histories.ts';
import type { History, Strategy } from './random-histories.ts';
import { scenario } from './scenarios.ts';
import type { Scenario } from './world.ts';

const MOVES = 200;

/** Plays histories with the seeds from 1 on; the first one that breaks a promise is shown. */
function play(count: number, of: Scenario, strategy: Strategy | null = null): readonly History[] {
  const histories: History[] = [];
  for (let seed = 1; seed <= count; seed += 1) {
    const history = randomHistory(of, seed, MOVES, strategy);
    if (history.broken !== null) {
      throw new Error(`seed ${seed}: ${history.broken}\n${shorten(history.trace).join('\n')}`);
    }
    histories.push(history);
  }
  return histories;
}

const sum = (histories: readonly History[], of: (history: History) => number): number =>
  histories.reduce((total, history) => total + of(history), 0);

const found = (histories: readonly History[]): number =>
  sum(histories, ({ last }) => (last.family?.revokedReason === 'theft' ? 1 : 0));

const longer = { burst: 8, ghosts: 2 } as const;

describe('10,000 random histories, longer than the exhaustive ones', () => {
  test.each(['recover', 'strict', 'reuse'] as const)(
    '1,500 honest ones: a client under a lock stays logged in (%s)',
    (policy) => {
      const histories = play(1500, scenario(policy, longer));
      expect(sum(histories, ({ clientServed }) => clientServed)).toBeGreaterThan(1500);
      expect(found(histories)).toBe(0);
    },
  );

  test.each(['recover', 'strict'] as const)('1,500 honest ones: so do two tabs (%s)', (policy) => {
    const histories = play(1500, scenario(policy, { ...longer, tabs: 2, ghosts: 0 }));
    expect(sum(histories, ({ clientServed }) => clientServed)).toBeGreaterThan(1500);
    expect(found(histories)).toBe(0);
  });

  test.each([
    ['spins, with the newest token he has', 'recover'],
    ['recovers again with the token he stole', 'recover'],
    ['tries everything he has', 'recover'],
    ['spins, with the newest token he has', 'strict'],
  ] as const)('400 with a thief who %s, apart (%s): he is found', (name, policy) => {
    const of = scenario(policy, { ghosts: 0, resends: false, thief: 'apart', steals: 1, burst: 8 });
    const histories = play(400, of, strategies[name]);
    expect(found(histories)).toBeGreaterThan(20);
  });

  test('300 with a thief who strikes once: nobody is found, the client goes on', () => {
    const of = scenario('recover', {
      ghosts: 0,
      resends: false,
      thief: 'apart',
      steals: 1,
      burst: 8,
    });
    const histories = play(300, of, strategies['strikes once']);
    const struck = histories.filter(({ thiefServed }) => thiefServed > 0);
    expect(struck.length).toBeGreaterThan(20);
    expect(sum(struck, ({ clientServed }) => clientServed)).toBeGreaterThan(struck.length);
  });

  test('300 with a thief who follows inside the window: he goes on', () => {
    const of = scenario('recover', {
      ghosts: 0,
      resends: false,
      thief: 'anywhere',
      steals: 1,
      burst: 8,
    });
    const histories = play(300, of, strategies['follows inside the window']);
    expect(sum(histories, ({ thiefServed }) => thiefServed)).toBeGreaterThan(100);
  });

  test.each([
    { name: 'logging out', endings: [loggingOut] },
    { name: 'logging out everywhere', endings: [loggingOutEverywhere] },
    { name: 'disabling', endings: [disabling] },
    { name: 'a new password, then logging out', endings: [changingPassword, loggingOutEverywhere] },
  ])('75 that end by $name: nothing is answered after it', ({ endings }) => {
    for (const policy of ['recover', 'strict', 'reuse'] as const) {
      const histories = play(25, scenario(policy, { ...longer, endings, login: true }));
      expect(histories.some(({ last }) => last.ended)).toBe(true);
    }
  });
});
