import type { Family } from './family.ts';
import type { Condition } from './family-write.ts';
import { deathOf } from './live-family.ts';
import type { SessionPorts } from './session-ports.ts';

/** How many live sessions a user may have. */
export const LIVE_SESSIONS_MAX = 100;

/** How many dead ones stay at most; every login reads them, so that their number is a bound too. */
export const DEAD_SESSIONS_KEPT = 200;

/** How many a login removes at most: it adds one, so that ten soon have any backlog done. */
export const REMOVALS_PER_LOGIN = 10;

/** A dead session stays that long, so that the log can say of its token why it is refused. */
const DEAD_KEPT_MS = 86_400_000;

/**
 * Keeps a user's sessions in bounds, so that a login stays as quick as the first one: of the live
 * ones over the limit those that were used longest ago end, and of the dead ones those go that have
 * been so for a day or are too many. A login never fails for it; the next one goes on where this one
 * stopped.
 *
 * @param newest the session that stays in any case
 * @param now milliseconds since the epoch
 */
export async function makeRoom(
  newest: Family,
  now: number,
  { families, securityLog }: Pick<SessionPorts, 'families' | 'securityLog'>,
): Promise<void> {
  const evict = async (family: Family): Promise<void> => {
    // One that was ended meanwhile keeps its own reason.
    if (!(await families.remove(family, [{ absent: 'revokedAt' }]))) return;
    const { userId, familyId: sessionId, clientId } = family;
    securityLog.record({
      event: 'session_revoked',
      reason: 'evicted',
      userId,
      sessionId,
      clientId,
    });
  };
  const forget = (family: Family): Promise<boolean> => families.remove(family, asRead(family));
  try {
    const all = await families.list(newest.username);
    const removals = [
      ...familiesTooMany(all, newest, now).map((family) => () => evict(family)),
      ...familiesToForget(all, now).map((family) => () => forget(family)),
    ];
    const some = removals.slice(0, REMOVALS_PER_LOGIN).map((remove) => remove());
    // All of them end before the answer: what goes on behind it would be frozen with the function.
    await Promise.allSettled(some);
    await Promise.all(some);
  } catch {
    const { userId } = newest;
    securityLog.record({ event: 'session_cleaning_failed', reason: 'store_failed', userId });
  }
}

/** @returns the live ones over the limit, the one used longest ago first */
function familiesTooMany(all: readonly Family[], newest: Family, now: number): readonly Family[] {
  const others = all.filter(
    (family) => family.familyId !== newest.familyId && deathOf(family, now) === null,
  );
  return others
    .toSorted((a, b) => a.idleExpiresAt - b.idleExpiresAt || a.authTime - b.authTime)
    .slice(0, Math.max(0, others.length + 1 - LIVE_SESSIONS_MAX));
}

/** @returns the dead ones that nobody will ask about any more, the one that died first first */
function familiesToForget(all: readonly Family[], now: number): readonly Family[] {
  const dead = all
    .filter((family) => deathOf(family, now) !== null)
    .toSorted((a, b) => diedAt(a) - diedAt(b));
  return dead.filter(
    (family, index) =>
      index < dead.length - DEAD_SESSIONS_KEPT || diedAt(family) < now - DEAD_KEPT_MS,
  );
}

const diedAt = ({ revokedAt, idleExpiresAt, absoluteExpiresAt }: Family): number =>
  revokedAt ?? Math.min(idleExpiresAt, absoluteExpiresAt);

/** A session that another clock still found alive, and that went on, stays. */
const asRead = ({ idleExpiresAt, generation }: Family): readonly Condition[] => [
  { equal: ['idleExpiresAt', idleExpiresAt] },
  { equal: ['generation', generation] },
];
