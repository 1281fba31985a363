import type { KeysUnavailableReason } from '../events/security-event.ts';
import type { KeySet, KeySetSource, PublicJwk } from './key-rings.ts';
import { KEY_SET_CACHE_MS } from './key-timing.ts';
import { parseKeySet } from './parse-key-rings.ts';
import type { SecretReader } from './secret-store.ts';

/** An unknown key id, or an unreachable secret, causes one read in this time at most (milliseconds). */
export const KEY_SET_REFETCH_MS = 30_000;

/**
 * How long a set that can't be read again is still worked with, in milliseconds. Past it the cache
 * fails closed. It bounds how long a key that was retired in an emergency can be honoured by a
 * verifier that is cut off from the set.
 */
export const KEY_SET_STALE_LIMIT_MS = 60 * 60_000;

/** What the cache works with. */
export interface KeySetCachePorts {
  readonly secret: SecretReader;
  readonly clock: { now(): number };
  /**
   * Hears of every failed read, also of those that a cached set covered, and of every call that failed
   * because the set is too old to say whether a key exists.
   */
  readonly report: (error: unknown, reason: KeysUnavailableReason) => void;
}

/** No key set of an acceptable age can be had: the verifier fails closed (500). */
export class KeySetUnavailableError extends Error {
  override readonly name = 'KeySetUnavailableError';
}

interface CachedSet {
  readonly set: KeySet;
  readonly byId: ReadonlyMap<string, PublicJwk>;
  readonly readAt: number;
}

/**
 * Keeps the published key set for 5 minutes.
 *
 * - An unknown key id causes a read, every 30 s at most; concurrent calls share one read.
 * - A set that can't be read again (unreachable, empty or unparsable) is kept for an hour; meanwhile
 *   an id that it doesn't have is an error and not "unknown", since the key may be newer.
 * - Without a set of that age every call reads, and fails when the read does.
 *
 * @param ports.secret the key-set secret; `null` from it ("no version yet") is an error
 * @returns the source; its keys keep their identity until the next read, so imports can be cached
 */
export function createKeySetCache({ secret, clock, report }: KeySetCachePorts): KeySetSource {
  let cached: CachedSet | null = null;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let underway: Promise<CachedSet> | null = null;

  const read = (): Promise<CachedSet> => {
    underway ??= readKeySet(secret, clock)
      .then((fresh) => (cached = fresh))
      .finally(() => {
        attemptedAt = clock.now();
        underway = null;
      });
    return underway;
  };

  /** A set not older than `age` at best; else what there is, if it is not older than the limit. */
  const obtain = async (age: number): Promise<CachedSet> => {
    const now = clock.now();
    const usable = cached !== null && now - cached.readAt < KEY_SET_STALE_LIMIT_MS ? cached : null;
    if (usable !== null && now - usable.readAt < age) return usable;
    if (usable !== null && underway === null && now - attemptedAt < KEY_SET_REFETCH_MS) {
      return usable;
    }
    try {
      return await read();
    } catch (error) {
      report(error, usable === null ? 'failed_closed' : 'stale_but_used');
      if (usable !== null) return usable;
      throw new KeySetUnavailableError('the key set can not be read', { cause: error });
    }
  };

  return {
    async find(kid) {
      const known = (await obtain(KEY_SET_CACHE_MS)).byId.get(kid);
      if (known !== undefined) return known;
      const newest = await obtain(KEY_SET_REFETCH_MS);
      const found = newest.byId.get(kid);
      if (found !== undefined) return found;
      if (clock.now() - newest.readAt < KEY_SET_CACHE_MS) return null;
      const undecided = 'an old key set can not tell whether the key exists';
      const error = new KeySetUnavailableError(undecided);
      report(error, 'failed_closed');
      throw error;
    },
    all: async () => (await obtain(KEY_SET_CACHE_MS)).set,
  };
}

async function readKeySet(
  secret: SecretReader,
  clock: KeySetCachePorts['clock'],
): Promise<CachedSet> {
  const readAt = clock.now();
  const version = await secret.read();
  if (version === null) throw new KeySetUnavailableError('the key set has not been written yet');
  const set = parseKeySet(version.value);
  if (set.keys.length === 0) throw new KeySetUnavailableError('the key set is empty');
  return { set, byId: new Map(set.keys.map((key) => [key.kid, key])), readAt };
}
