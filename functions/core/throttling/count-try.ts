import { isForgotten, nextTryAt, withOneMore, type ThrottleRules } from './throttle-rules.ts';
import type { TryCounters } from './try-counters.ts';

/** What became of a try. */
export type TryVerdict =
  | { readonly is: 'counted' }
  /** `until`: when another one has a chance, in milliseconds since the epoch. */
  | { readonly is: 'refused'; readonly until: number }
  /** There is no counter of that key, and there may be none. */
  | { readonly is: 'unknown' };

/** As often as a counter may move between two calls before its try is refused as one too many. */
const ROUNDS = 3;

/** When somebody comes back who was refused only for the crowd, in milliseconds. */
const CROWDED_MS = 1000;

/**
 * Counts one try, before it is made. While tries are free that is one write, which parallel tries
 * don't hinder each other at. After that each try needs the counter as it was read: of all who come
 * when a delay is over, one gets through.
 *
 * @param now milliseconds since the epoch
 */
export async function countTry<Key>(
  counters: TryCounters<Key>,
  key: Key,
  rules: ThrottleRules,
  now: number,
): Promise<TryVerdict> {
  const { freeTries, windowMs } = rules;
  const keptUntil = now + windowMs;
  const free = { now, freeTries, forgottenSince: now - windowMs, keptUntil };
  for (let round = 0; round < ROUNDS; round += 1) {
    if (await counters.addFree(key, free)) return { is: 'counted' };
    const seen = await counters.read(key);
    if (seen === null) return { is: 'unknown' };
    const until = nextTryAt(seen, rules);
    if (until > now && seen.tries >= freeTries) return { is: 'refused', until };
    const next = withOneMore(seen, rules, now);
    // Of tries that have become free again meanwhile the next round takes one.
    const isFreeAgain = seen.tries < freeTries && !isForgotten(seen, rules, now);
    if (!isFreeAgain && (await counters.replace(key, seen, next, keptUntil))) {
      return { is: 'counted' };
    }
  }
  return { is: 'refused', until: now + CROWDED_MS };
}
