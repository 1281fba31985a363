import type { TryCount } from '../../functions/core/throttling/throttle-rules.ts';
import type { FreeTry, TryCounters } from '../../functions/core/throttling/try-counters.ts';
import { START } from '../fakes/session-samples.ts';

/** Three free tries in the last hour. */
export const aFreeTry = (changes: Partial<FreeTry> = {}): FreeTry => ({
  now: START,
  freeTries: 3,
  forgottenSince: START - 3_600_000,
  keptUntil: START + 3_600_000,
  ...changes,
});

/**
 * What every table of counters does, in memory and on DynamoDB alike.
 *
 * @param make a fresh table, with a key in it that counts and another that does, too
 */
export function tryCountersContract<Key>(
  name: string,
  make: () => Promise<{ readonly counters: TryCounters<Key>; readonly keys: readonly [Key, Key] }>,
): void {
  describe(`${name} counts tries`, () => {
    let counters: TryCounters<Key>;
    let key: Key;
    let another: Key;

    beforeEach(async () => {
      ({
        counters,
        keys: [key, another],
      } = await make());
    });

    const add = (changes: Partial<FreeTry> = {}) => counters.addFree(key, aFreeTry(changes));
    const read = async (): Promise<TryCount> => {
      const count = await counters.read(key);
      if (count === null) throw new Error('there is no counter');
      return count;
    };

    it('counts the free tries, and remembers the first and the last', async () => {
      expect(await add()).toBe(true);
      expect(await add({ now: START + 10 })).toBe(true);
      expect(await read()).toEqual({ tries: 2, startedAt: START, triedAt: START + 10 });
    });

    it('counts no more than are free', async () => {
      for (const expected of [true, true, true, false, false]) expect(await add()).toBe(expected);
      expect((await read()).tries).toBe(3);
    });

    it('counts each key by itself', async () => {
      for (let made = 0; made < 3; made += 1) await add();
      expect(await counters.addFree(another, aFreeTry())).toBe(true);
      expect((await counters.read(another))?.tries).toBe(1);
    });

    it('lets three of fifty parallel tries be free', async () => {
      const results = await Promise.all(Array.from({ length: 50 }, () => add()));
      expect(results.filter(Boolean)).toHaveLength(3);
    });

    it('counts nothing on a counter that is forgotten', async () => {
      await add();
      expect(await add({ forgottenSince: START })).toBe(false);
      expect(await add({ forgottenSince: START - 1 })).toBe(true);
    });

    it('puts one counter in place of another', async () => {
      for (let made = 0; made < 3; made += 1) await add();
      const next = { tries: 1, startedAt: START + 5, triedAt: START + 6 };
      expect(await counters.replace(key, await read(), next, START + 9)).toBe(true);
      expect(await read()).toEqual(next);
    });

    it('lets one of fifty who read the same counter replace it', async () => {
      for (let made = 0; made < 3; made += 1) await add();
      const seen = await read();
      const results = await Promise.all(
        Array.from({ length: 50 }, () =>
          counters.replace(key, seen, { ...seen, tries: 4, triedAt: START + 1 }, START + 9),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await read()).tries).toBe(4);
    });

    it.each<Partial<TryCount>>([{ tries: 2 }, { startedAt: START - 1 }, { triedAt: START + 1 }])(
      'replaces no counter that was not as it was read: %j',
      async (changes) => {
        for (let made = 0; made < 3; made += 1) await add();
        const seen = await read();
        const next = { ...seen, tries: 9 };
        expect(await counters.replace(key, { ...seen, ...changes }, next, START)).toBe(false);
        expect(await read()).toEqual(seen);
      },
    );
  });
}
