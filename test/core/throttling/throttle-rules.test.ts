import * as fc from 'fast-check';
import {
  delayAfter,
  isForgotten,
  nextTryAt,
  withOneMore,
  type ThrottleRules,
  type TryCount,
} from '../../../functions/core/throttling/throttle-rules.ts';
import { START } from '../../fakes/session-samples.ts';

const arbitraryRules: fc.Arbitrary<ThrottleRules> = fc
  .record({
    freeTries: fc.integer({ min: 1, max: 10_000 }),
    firstDelayMs: fc.integer({ min: 1000, max: 3_600_000 }),
    growth: fc.double({ min: 1, max: 100, noNaN: true }),
    longer: fc.integer({ min: 0, max: 86_400_000 }),
    rest: fc.integer({ min: 0, max: 30 * 86_400_000 }),
  })
  .map(({ freeTries, firstDelayMs, growth, longer, rest }) => ({
    freeTries,
    firstDelayMs,
    growth,
    longestDelayMs: firstDelayMs + longer,
    windowMs: firstDelayMs + longer + rest,
  }));

const arbitraryTries = fc.integer({ min: 0, max: 1_000_000 });

describe('the delays of any rules', () => {
  it('are none while tries are free, and then grow from the first to the longest', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryTries, (rules, tries) => {
        const { freeTries, firstDelayMs, growth, longestDelayMs } = rules;
        const [delay, next] = [delayAfter(tries, rules), delayAfter(tries + 1, rules)];
        if (tries < freeTries) return delay === 0;
        expect(delayAfter(freeTries, rules)).toBe(firstDelayMs);
        expect(delay).toBeGreaterThanOrEqual(firstDelayMs);
        expect(next).toBeLessThanOrEqual(longestDelayMs);
        return next === longestDelayMs || Math.abs(next / delay - growth) < 1e-9 * growth;
      }),
    );
  });

  it('end with the window', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryTries, fc.nat(), (rules, tries, later) => {
        const count = { tries, startedAt: START, triedAt: START + later };
        const at = nextTryAt(count, rules);
        expect(at).toBeLessThanOrEqual(START + rules.windowMs);
        expect(isForgotten(count, rules, START + rules.windowMs)).toBe(true);
        expect(isForgotten(count, rules, START + rules.windowMs - 1)).toBe(false);
      }),
    );
  });

  it('never let more tries through than free ones and one each delay', () => {
    fc.assert(
      fc.property(
        arbitraryRules,
        fc.array(fc.nat(7_200_000), { maxLength: 200 }),
        (rules, waits) => {
          let count: TryCount = { tries: 0, startedAt: START, triedAt: START };
          let now = START;
          const through: number[] = [];
          for (const wait of waits) {
            now += wait;
            if (isForgotten(count, rules, now)) break;
            if (nextTryAt(count, rules) > now) continue;
            count = withOneMore(count, rules, now);
            through.push(now);
          }
          expect(count.tries).toBe(through.length);
          for (const [at, time] of through.entries()) {
            if (at === 0) continue;
            expect(time - (through[at - 1] ?? 0)).toBeGreaterThanOrEqual(delayAfter(at, rules));
          }
        },
      ),
    );
  });
});

it('counts a forgotten counter from the start', () => {
  const rules = {
    freeTries: 3,
    firstDelayMs: 1000,
    growth: 2,
    longestDelayMs: 4000,
    windowMs: 9000,
  };
  const old = { tries: 7, startedAt: START - 9000, triedAt: START - 1 };
  expect(withOneMore(old, rules, START)).toEqual({ tries: 1, startedAt: START, triedAt: START });
  expect(withOneMore(old, rules, START - 1)).toEqual({ ...old, tries: 8, triedAt: START - 1 });
});
