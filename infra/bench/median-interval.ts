/** An interval that holds a value in 95 of 100 cases. */
export interface Interval {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** How the interval is drawn. */
export interface Drawing {
  /**
   * How many rounds make a stretch, whose medians are compared with each other; the mean of all
   * stretches counts. Default: all rounds are one.
   */
  readonly stretch?: number;
  /** Gives numbers from 0 to less than 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: 4000. */
  readonly resamples?: number;
}

/**
 * How far the medians of two series lie apart. Measurements of one round belong together: rounds are
 * drawn as a whole, so that what made the machine slow for a moment made both slow. In stretches, what
 * makes it slow for a minute does no harm either.
 *
 * @returns the median of `one` less that of `other`, with the 95 % interval by the bootstrap's
 *   percentiles (Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13)
 * @throws RangeError for series that are empty or of different lengths
 */
export function medianDifference(
  one: readonly number[],
  other: readonly number[],
  { stretch = one.length, random = Math.random, resamples = 4000 }: Drawing = {},
): Interval {
  const rounds = one.length;
  if (rounds === 0 || other.length !== rounds) throw new RangeError('both need as many rounds');
  /** @param drawn which round stands at a place of a stretch */
  const difference = (drawn: (from: number, at: number, length: number) => number): number => {
    let sum = 0;
    for (let from = 0; from < rounds; from += stretch) {
      const length = Math.min(stretch, rounds - from);
      const [left, right] = [new Float64Array(length), new Float64Array(length)];
      for (let at = 0; at < length; at += 1) {
        const round = drawn(from, at, length);
        left[at] = one[round] ?? 0;
        right[at] = other[round] ?? 0;
      }
      sum += (medianOf(left) - medianOf(right)) * length;
    }
    return sum / rounds;
  };
  const differences = Float64Array.from({ length: resamples }, () =>
    difference((from, _, length) => from + Math.floor(random() * length)),
  ).toSorted();
  const percentile = (share: number): number =>
    differences[Math.floor(share * (resamples - 1))] ?? Number.NaN;
  return {
    low: percentile(0.025),
    middle: difference((from, at) => from + at),
    high: percentile(0.975),
  };
}

/** @param values sorted by this */
export function medianOf(values: Float64Array): number {
  values.sort();
  const half = values.length / 2;
  const upper = values[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((values[half - 1] ?? Number.NaN) + upper) / 2 : upper;
}
