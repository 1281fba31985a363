import type { Ring, RingKey } from './key-rings.ts';
import { EMERGENCY_DROP_DELAY_MS } from './key-timing.ts';
import {
  activate,
  activeKey,
  isDead,
  joinRing,
  promotable,
  rememberTokenLifetime,
} from './ring-lifecycle.ts';

/** How one kind of ring is kept. */
export interface RingRules<Key extends RingKey> {
  /** How many published keys wait behind the active one. */
  readonly spares: number;
  /** How long a key must have been published before it signs (milliseconds). */
  readonly publicationMs: number;
  /** How long a token of these keys lives today. */
  readonly tokenSeconds: number;
  /** Whether a key is of the kind that is configured today. */
  readonly preferred: (key: Key) => boolean;
  readonly generate: (now: number) => Promise<Key>;
}

/** What a run is to reach, besides a ring in order. */
export interface RingGoal<Key extends RingKey> {
  readonly reason: 'first_keys' | 'rotation' | 'emergency';
  /** A key from a rotation's pending version. */
  readonly join?: Key;
  /** Let the next key sign, once for this request token. */
  readonly turn?: string;
  /** Let these keys stop signing now, and end their acceptance as soon as no signer can use them. */
  readonly retire?: readonly string[];
}

/** No key has been published for long enough to sign. The rotation is to be tried again later. */
export class NothingToPromoteError extends Error {
  override readonly name = 'NothingToPromoteError';

  constructor(publicationMs: number) {
    super(`no next key has been published for ${publicationMs / 1000} s; try again later`);
  }
}

/** @returns the ring with the goal's key and all spares in it; the ring itself if it has them */
export async function growRing<Key extends RingKey>(
  ring: Ring<Key>,
  rules: RingRules<Key>,
  goal: RingGoal<Key>,
  now: number,
): Promise<Ring<Key>> {
  let grown = goal.join === undefined ? ring : joinRing(ring, goal.join);
  const waiting = grown.keys.filter((key) => key.state === 'next' && rules.preferred(key));
  const missing = losesEveryKey(grown, goal)
    ? rules.spares + 1
    : rules.spares + (activeKey(grown) === undefined ? 1 : 0) - waiting.length;
  for (let made = 0; made < missing; made += 1) {
    grown = joinRing(grown, await rules.generate(now));
  }
  return grown;
}

/** A ring without a key to sign with would stop the service, so new ones come before the old ones go. */
const losesEveryKey = <Key extends RingKey>(
  { keys }: Ring<Key>,
  { retire = [] }: RingGoal<Key>,
): boolean => {
  const signing = keys.filter(({ state }) => state !== 'retired');
  return signing.length > 0 && signing.every(({ kid }) => retire.includes(kid));
};

/**
 * Everything that happens to keys which are there: they are marked as published, one of them signs,
 * what nobody accepts any more goes.
 *
 * @param ring a ring whose keys are all published, and whose dead keys no longer are: a dead key stays
 *   in the ring until then, else nobody knew that it has to go
 * @returns the ring itself when nothing is to change
 * @throws NothingToPromoteError when the goal is a turn and every spare is too young
 */
export function matureRing<Key extends RingKey>(
  ring: Ring<Key>,
  rules: RingRules<Key>,
  goal: RingGoal<Key>,
  now: number,
): Ring<Key> {
  const steps = [
    () => markPublished(ring, now),
    (next: Ring<Key>) => retireCompromised(next, goal, now),
    (next: Ring<Key>) => ensureActive(next, rules, now),
    (next: Ring<Key>) => turnRing(next, rules, goal, now, activeKey(ring) === undefined),
    (next: Ring<Key>) => rememberTokenLifetime(next, rules.tokenSeconds),
    (next: Ring<Key>) => prune(next, rules, now),
  ];
  return steps.reduce((next, step) => step(next), ring);
}

function markPublished<Key extends RingKey>(ring: Ring<Key>, now: number): Ring<Key> {
  if (ring.keys.every(({ publishedAt }) => publishedAt !== undefined)) return ring;
  return {
    ...ring,
    keys: ring.keys.map((key) => ({ ...key, publishedAt: key.publishedAt ?? now })),
  };
}

function retireCompromised<Key extends RingKey>(
  ring: Ring<Key>,
  { retire = [] }: RingGoal<Key>,
  now: number,
): Ring<Key> {
  const compromised = (key: Key): boolean => key.dropAt === undefined && retire.includes(key.kid);
  if (!ring.keys.some(compromised)) return ring;
  return {
    ...ring,
    keys: ring.keys.map((key) =>
      compromised(key)
        ? {
            ...key,
            state: 'retired',
            retiredAt: key.retiredAt ?? now,
            dropAt: now + EMERGENCY_DROP_DELAY_MS,
          }
        : key,
    ),
  };
}

/** A service without an active key is down, so here a young key is better than none. */
function ensureActive<Key extends RingKey>(
  ring: Ring<Key>,
  rules: RingRules<Key>,
  now: number,
): Ring<Key> {
  if (activeKey(ring) !== undefined) return ring;
  const { preferred, publicationMs } = rules;
  const key =
    promotable(ring, { now, minimumAgeMs: publicationMs, preferred }) ??
    promotable(ring, { now, minimumAgeMs: 0, preferred });
  return key === undefined ? ring : activate(ring, key.kid, { now, preferred });
}

function turnRing<Key extends RingKey>(
  ring: Ring<Key>,
  { preferred, publicationMs }: RingRules<Key>,
  { turn }: RingGoal<Key>,
  now: number,
  justActivated: boolean,
): Ring<Key> {
  if (turn === undefined || ring.lastRotation === turn) return ring;
  if (justActivated) return { ...ring, lastRotation: turn };
  const key = promotable(ring, { now, minimumAgeMs: publicationMs, preferred });
  if (key === undefined) throw new NothingToPromoteError(publicationMs);
  return { ...activate(ring, key.kid, { now, preferred }), lastRotation: turn };
}

function prune<Key extends RingKey>(
  ring: Ring<Key>,
  { tokenSeconds }: RingRules<Key>,
  now: number,
): Ring<Key> {
  const keys = ring.keys.filter((key) => !isDead(key, tokenSeconds, now));
  return keys.length === ring.keys.length ? ring : { ...ring, keys };
}
