/** An interval that holds a value in 95 of 100 cases. */
export interface Interval {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/**
 * How far the medians of two series lie apart. Measurements of one round belong together: rounds are
 * drawn as a whole, so that what made the machine slow for a while made both slow.
 *
 * @param random gives numbers from 0 to less than 1
 * @returns the median of `one` less that of `other`, with the 95 % interval by the bootstrap's
 *   percentiles (Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13)
 * @throws RangeError for series that are empty or of different lengths
 */
export function medianDifference(
  one: readonly number[],
  other: readonly number[],
  random: () => number = Math.random,
  resamples = 4000,
): Interval {
  const rounds = one.length;
  if (rounds === 0 || other.length !== rounds) throw new RangeError('both need as many rounds');
  const [left, right] = [new Float64Array(rounds), new Float64Array(rounds)];
  const differences = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample += 1) {
    for (let at = 0; at < rounds; at += 1) {
      const drawn = Math.floor(random() * rounds);
      left[at] = one[drawn] ?? 0;
      right[at] = other[drawn] ?? 0;
    }
    differences[resample] = medianOf(left) - medianOf(right);
  }
  differences.sort();
  const percentile = (share: number): number =>
    differences[Math.floor(share * (resamples - 1))] ?? Number.NaN;
  return {
    low: percentile(0.025),
    middle: medianOf(Float64Array.from(one)) - medianOf(Float64Array.from(other)),
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
