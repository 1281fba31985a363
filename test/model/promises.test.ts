import { explore } from './explore.ts';
import { shorten } from './listing.ts';
import { kept } from './promises.ts';

describe('no interleaving breaks a promise', () => {
  test.each(kept)(
    '$promise',
    ({ promise, scenario }) => {
      const { states, moves, broken } = explore(scenario);
      process.stdout.write(`${promise}: ${states} states, ${moves} moves\n`);
      expect([...broken].map(([name, trace]) => [name, ...shorten(trace)])).toEqual([]);
      expect(states).toBeGreaterThan(100);
    },
    120_000,
  );
});
