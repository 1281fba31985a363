import type { LoginCounters } from '../../functions/core/throttling/try-counters.ts';
import { START } from '../fakes/session-samples.ts';
import { aFreeTry, tryCountersContract } from './try-counters.contract.ts';

/** What the counters of accounts and sources do, in memory and on DynamoDB alike. */
export function loginCountersContract(name: string, make: () => Promise<LoginCounters>): void {
  tryCountersContract(name, async () => ({ counters: await make(), keys: ['john', 'jane'] }));

  describe(`${name} keeps counters that begin by themselves`, () => {
    let counters: LoginCounters;
    beforeEach(async () => {
      counters = await make();
    });

    it('has none of a key that nobody has tried', async () => {
      expect(await counters.read('john')).toBeNull();
    });

    it('takes back one try, and leaves the times', async () => {
      await counters.addFree('john', aFreeTry());
      await counters.addFree('john', aFreeTry({ now: START + 10 }));
      await counters.giveBack('john');
      expect(await counters.read('john')).toEqual({
        tries: 1,
        startedAt: START,
        triedAt: START + 10,
      });
    });

    it('takes back no more than there are, and makes no counter by it', async () => {
      await counters.giveBack('john');
      expect(await counters.read('john')).toBeNull();
      await counters.addFree('john', aFreeTry());
      await counters.giveBack('john');
      await counters.giveBack('john');
      expect((await counters.read('john'))?.tries).toBe(0);
    });
  });
}
