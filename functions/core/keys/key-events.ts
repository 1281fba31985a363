import type { KeyRingName, SecurityEvent, SecurityLog } from '../events/security-event.ts';
import type { Ring, RingKey } from './key-rings.ts';

type KeyEventName = Extract<
  SecurityEvent['event'],
  'key_published' | 'key_activated' | 'key_retired' | 'key_dropped'
>;
type Reason = 'first_keys' | 'rotation' | 'emergency';

/** Logs what a write has changed in a ring: ids and reasons, nothing of the keys. */
export function recordKeyEvents<Key extends RingKey>(
  log: SecurityLog,
  ring: KeyRingName,
  { before, after, reason }: { before: Ring<Key>; after: Ring<Key>; reason: Reason },
): void {
  const old = new Map(before.keys.map((key) => [key.kid, key]));
  const record = (event: KeyEventName, keyId: string, why: Reason | 'expired' = reason) =>
    log.record({ event, reason: why, keyId, ring });
  for (const key of after.keys) {
    const was = old.get(key.kid);
    if (key.publishedAt !== was?.publishedAt) record('key_published', key.kid);
    if (key.activatedAt !== was?.activatedAt) record('key_activated', key.kid);
    if (key.retiredAt !== was?.retiredAt || key.dropAt !== was?.dropAt) {
      record('key_retired', key.kid);
    }
  }
  const kept = new Set(after.keys.map(({ kid }) => kid));
  for (const { kid, dropAt } of before.keys) {
    if (!kept.has(kid)) record('key_dropped', kid, dropAt === undefined ? 'expired' : 'emergency');
  }
}
