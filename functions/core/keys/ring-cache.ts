import type { KeysUnavailableReason } from '../events/security-event.ts';
import { RING_REREAD_MS, RING_RETRY_MS, RING_STALE_LIMIT_MS } from './key-timing.ts';
import type { SecretReader } from './secret-store.ts';

/** What a ring's cache works with. */
export interface RingCachePorts {
  readonly secret: SecretReader;
  readonly clock: { now(): number };
  /** Hears of every failed read, also of those that an older ring covered. */
  readonly report: (error: unknown, reason: KeysUnavailableReason) => void;
}

/** A ring and when its reading began. */
export interface RingRead<Ring> {
  readonly ring: Ring;
  readonly readAt: number;
}

interface Cached<Ring> extends RingRead<Ring> {
  readonly versionId: string;
}

/**
 * Keeps one secret's ring: it is read again when it is older than 60 s, and worked with for 5 minutes
 * while it can't be read, which is tried every 5 s. Concurrent calls share one read. A version that was read before keeps its
 * parsed ring, and so the identity of its keys: importing them once is enough.
 *
 * @param parse throws for a value that is no ring
 * @returns a reader; it throws the read's own error when there is no ring of an acceptable age
 */
export function createRingCache<Ring>(
  { secret, clock, report }: RingCachePorts,
  parse: (text: string) => Ring,
): () => Promise<RingRead<Ring>> {
  let cached: Cached<Ring> | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  let underway: Promise<Cached<Ring>> | null = null;

  const read = async (): Promise<Cached<Ring>> => {
    const readAt = clock.now();
    const version = await secret.read();
    if (version === null) throw new Error('the ring has no keys yet');
    const ring = cached?.versionId === version.versionId ? cached.ring : parse(version.value);
    cached = { ring, readAt, versionId: version.versionId };
    return cached;
  };

  const usable = (): Cached<Ring> | null =>
    cached !== null && clock.now() - cached.readAt < RING_STALE_LIMIT_MS ? cached : null;

  return async () => {
    const now = clock.now();
    const age = cached === null ? Number.POSITIVE_INFINITY : now - cached.readAt;
    const retried = now - failedAt < RING_RETRY_MS && age < RING_STALE_LIMIT_MS;
    if (cached !== null && (age < RING_REREAD_MS || retried)) return cached;
    underway ??= read()
      .catch((error: unknown) => {
        failedAt = clock.now();
        report(error, usable() === null ? 'failed_closed' : 'stale_but_used');
        throw error;
      })
      .finally(() => {
        underway = null;
      });
    try {
      return await underway;
    } catch (error) {
      const older = usable();
      if (older !== null) return older;
      throw error;
    }
  };
}
