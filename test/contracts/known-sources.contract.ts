import type { KnownSourceKey, KnownSources } from '../../functions/core/throttling/try-counters.ts';
import { START } from '../fakes/session-samples.ts';
import { aFreeTry, tryCountersContract } from './try-counters.contract.ts';

const aKey = (changes: Partial<KnownSourceKey> = {}): KnownSourceKey => ({
  username: 'johndoe',
  source: '192.0.2.0/24',
  forgottenSince: START - 1,
  ...changes,
});
const elsewhere = aKey({ source: '198.51.100.0/24' });
const jane = aKey({ username: 'jane' });
const KEPT_UNTIL = START + 3_600_000;

/** What is known of where accounts have logged in from, in memory and on DynamoDB alike. */
export function knownSourcesContract(name: string, make: () => Promise<KnownSources>): void {
  tryCountersContract(name, async () => {
    const counters = await make();
    for (const key of [aKey(), jane]) await counters.remember(key, START, KEPT_UNTIL);
    return { counters, keys: [aKey(), jane] };
  });

  describe(`${name} knows sources`, () => {
    let sources: KnownSources;
    beforeEach(async () => {
      sources = await make();
    });

    const add = (key = aKey()) => sources.addFree(key, aFreeTry());
    const remember = (key = aKey(), now = START) => sources.remember(key, now, KEPT_UNTIL);

    it('counts nothing at a source that is not known to that account', async () => {
      await remember();
      for (const key of [elsewhere, jane]) {
        expect(await add(key)).toBe(false);
        expect(await sources.read(key)).toBeNull();
      }
      expect(await add()).toBe(true);
    });

    it('does not know a source any more where the last login was too long ago', async () => {
      await remember();
      await add();
      const seen = await sources.read(aKey());
      const late = aKey({ forgottenSince: START });
      expect(await add(late)).toBe(false);
      expect(await sources.read(late)).toBeNull();
      expect(seen).not.toBeNull();
      if (seen === null) return;
      expect(await sources.replace(late, seen, { ...seen, tries: 9 }, START)).toBe(false);
    });

    it('begins to count anew after a login, which also keeps it known', async () => {
      await remember();
      for (let made = 0; made < 3; made += 1) await add();
      expect(await add()).toBe(false);
      await remember(aKey(), START + 5);
      expect((await sources.read(aKey({ forgottenSince: START + 4 })))?.tries).toBe(0);
      expect(await add()).toBe(true);
    });

    it('has no counter yet that could be replaced, where none has begun', async () => {
      await remember();
      const seen = await sources.read(aKey());
      expect(seen).toEqual({ tries: 0, startedAt: 0, triedAt: 0 });
      if (seen === null) return;
      expect(await sources.replace(aKey(), seen, { ...seen, tries: 1 }, START)).toBe(false);
    });

    it('forgets all sources of one user and of nobody else', async () => {
      for (const key of [aKey(), elsewhere, jane]) await remember(key);
      await sources.forgetAll('johndoe');
      expect(await sources.read(aKey())).toBeNull();
      expect(await sources.read(elsewhere)).toBeNull();
      expect(await sources.read(jane)).not.toBeNull();
      await sources.forgetAll('johndoe');
    });
  });
}
