import type { LoginSources } from '../../functions/core/account/own-record.ts';
import type { KnownSources } from '../../functions/core/throttling/try-counters.ts';

const NOW = 1_792_000_000_000;
const DAY = 86_400_000;

/** What every table says of where users have logged in from, in memory and on DynamoDB alike. */
export function loginSourcesContract(
  name: string,
  makeStore: () => Promise<{
    readonly loginSources: LoginSources;
    readonly known: Pick<KnownSources, 'remember' | 'forgetAll'>;
  }>,
): void {
  describe(`${name} lists where a user has logged in from`, () => {
    it('with the last login of each network, and nobody else’s', async () => {
      const { loginSources, known } = await makeStore();
      const [home, work] = ['192.0.2.0/24', '2001:db8:0:7::/64'];
      await known.remember({ username: 'anna', source: home }, NOW, NOW + DAY);
      await known.remember({ username: 'anna', source: work }, NOW + 1, NOW + DAY);
      await known.remember({ username: 'anna', source: home }, NOW + 2, NOW + DAY);
      await known.remember({ username: 'ann', source: '203.0.113.0/24' }, NOW, NOW + DAY);
      const listed = await loginSources.list('anna');
      expect(listed.toSorted((a, b) => a.lastLoginAt - b.lastLoginAt)).toEqual([
        { network: work, lastLoginAt: NOW + 1 },
        { network: home, lastLoginAt: NOW + 2 },
      ]);
      await known.forgetAll('anna');
      expect(await loginSources.list('anna')).toEqual([]);
    });

    it('of somebody nobody knows none', async () => {
      const { loginSources } = await makeStore();
      expect(await loginSources.list('nobody')).toEqual([]);
    });
  });
}
