import { medianDifference, medianOf } from '../../../infra/bench/median-interval.ts';

/** Numbers from 0 to 1 that are the same in every run (a linear congruential generator). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const series = (count: number, seed: number, add = 0): readonly number[] => {
  const random = dice(seed);
  return Array.from({ length: count }, () => 40 + add + 6 * (random() + random() - 1));
};

describe('how far two medians lie apart', () => {
  it('is an interval around their difference', () => {
    const { low, middle, high } = medianDifference(series(500, 1, 3), series(500, 2), dice(3), 300);
    expect(low).toBeLessThan(middle);
    expect(middle).toBeLessThan(high);
    expect([low > 2, high < 4]).toEqual([true, true]);
  });

  it('holds nothing in about nineteen of twenty cases where there is no difference', () => {
    const holds = Array.from({ length: 20 }, (_, at) => {
      const { low, high } = medianDifference(
        series(60, 2 * at + 1),
        series(60, 2 * at + 2),
        dice(7),
      );
      return low <= 0 && high >= 0;
    });
    expect(holds.filter(Boolean).length).toBeGreaterThanOrEqual(16);
  });

  it('draws rounds as a whole: what made one slow made the other slow', () => {
    const one = series(300, 1).map((ms, at) => ms + (at % 7) * 50);
    expect(medianDifference(one, one, dice(3), 200)).toEqual({ low: 0, middle: 0, high: 0 });
  });

  it('needs as many of both', () => {
    expect(() => medianDifference([], [])).toThrow(RangeError);
    expect(() => medianDifference([1], [1, 2])).toThrow('as many rounds');
  });
});

it('a median is in the middle', () => {
  expect(medianOf(Float64Array.of(3, 1, 2))).toBe(2);
  expect(medianOf(Float64Array.of(4, 1, 3, 2))).toBe(2.5);
});
