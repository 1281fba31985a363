import { RETIREMENT_GRACE_MS } from './key-timing.ts';
import type { Ring, RingKey } from './key-rings.ts';

/** @returns the key that signs, or `undefined` when none does */
export const activeKey = <Key extends RingKey>(ring: Ring<Key>): Key | undefined =>
  ring.keys.find((key) => key.state === 'active');

/**
 * @param tokenSeconds today's token lifetime, for a key that doesn't remember a longer one
 * @returns when no token of this key is accepted any more: its last one has expired then, or an
 *   emergency ends it. `null` while the key isn't retired.
 */
export function endOfKey(key: RingKey, tokenSeconds: number): number | null {
  if (key.state !== 'retired') return null;
  if (key.dropAt !== undefined) return key.dropAt;
  return key.retiredAt === undefined ? null : key.retiredAt + keptMs(key, tokenSeconds);
}

/** @returns how long a key is kept after it has stopped signing, in milliseconds */
export const keptMs = (key: RingKey, tokenSeconds: number): number =>
  Math.max(key.tokenSeconds ?? 0, tokenSeconds) * 1000 + RETIREMENT_GRACE_MS;

/** @returns whether the key has come to its end (see `endOfKey`). Once dead, it stays dead. */
export function isDead(key: RingKey, tokenSeconds: number, now: number): boolean {
  const end = endOfKey(key, tokenSeconds);
  return end !== null && now >= end;
}

/** @returns the ring with one more key at its end; the ring itself when it has that key */
export const joinRing = <Key extends RingKey>(ring: Ring<Key>, key: Key): Ring<Key> =>
  ring.keys.some(({ kid }) => kid === key.kid) ? ring : { ...ring, keys: [...ring.keys, key] };

/** Which `next` may become active. */
export interface Promotion<Key extends RingKey> {
  readonly now: number;
  /** How long a key must have been published (milliseconds). */
  readonly minimumAgeMs: number;
  /** Keys to take before all others: those of the configured algorithm. */
  readonly preferred: (key: Key) => boolean;
}

/** @returns the `next` that was published first among those that may sign now, preferred ones first */
export function promotable<Key extends RingKey>(
  ring: Ring<Key>,
  { now, minimumAgeMs, preferred }: Promotion<Key>,
): Key | undefined {
  const ripe = ring.keys
    .filter(({ state, publishedAt }) => state === 'next' && publishedAt !== undefined)
    .filter(({ publishedAt = now }) => now - publishedAt >= minimumAgeMs)
    .toSorted((a, b) => (a.publishedAt ?? 0) - (b.publishedAt ?? 0));
  return ripe.find(preferred) ?? ripe[0];
}

/**
 * @returns the ring in which `kid` signs and the key that signed until now only verifies. Spares of
 *   an algorithm that is no longer wanted retire with it.
 */
export function activate<Key extends RingKey>(
  ring: Ring<Key>,
  kid: string,
  { now, preferred }: Pick<Promotion<Key>, 'now' | 'preferred'>,
): Ring<Key> {
  const wanted = ring.keys.some((key) => key.kid === kid && preferred(key));
  return {
    ...ring,
    keys: ring.keys.map((key) => {
      if (key.kid === kid) return { ...key, state: 'active' as const, activatedAt: now };
      const unwanted = wanted && key.state === 'next' && !preferred(key);
      return key.state === 'active' || unwanted
        ? { ...key, state: 'retired' as const, retiredAt: now }
        : key;
    }),
  };
}

/**
 * Remembers on the active key the longest token lifetime that was configured while it signed, so
 * that a shortened setting doesn't cut off the tokens of the longer one.
 */
export function rememberTokenLifetime<Key extends RingKey>(
  ring: Ring<Key>,
  tokenSeconds: number,
): Ring<Key> {
  const key = activeKey(ring);
  if (key === undefined || (key.tokenSeconds ?? 0) >= tokenSeconds) return ring;
  return {
    ...ring,
    keys: ring.keys.map((other) => (other.kid === key.kid ? { ...other, tokenSeconds } : other)),
  };
}
