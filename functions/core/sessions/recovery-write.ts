import type { Family } from './family.ts';
import type { FamilyWrite } from './family-write.ts';
import { isLive } from './live-family.ts';
import type { RefreshMoment } from './refresh-moment.ts';
import { wasJustReplayed } from './replay-write.ts';
import { holdsScope, newGeneration } from './rotation-write.ts';

/**
 * The recovery of a client that never got, or never saved, its last reply: a fresh generation takes
 * the place of the undelivered one, which becomes an orphan. `recoveredFrom` remembers whom it was
 * for, so that a second lost reply is survived too.
 *
 * @param seen the family as it was read; the write holds only if it still stands there
 */
export function recoveryWrite(seen: Family, moment: RefreshMoment): FamilyWrite {
  const { generation, now } = moment;
  const spares = wasJustReplayed(seen, moment);
  return {
    when: [
      { equal: ['generation', seen.generation] },
      { equal: ['clientId', moment.client.clientId] },
      {
        anyOf: [
          { absent: 'recoveredFrom' },
          { equal: ['recoveredFrom', generation] },
          { equal: ['spared', generation] },
        ],
      },
      // A replay that comes in between must be seen.
      seen.replayedAt === null
        ? { absent: 'replayedAt' }
        : { equal: ['replayedAt', seen.replayedAt] },
      ...isLive(now),
      ...holdsScope(moment),
    ],
    set: {
      ...newGeneration(moment, seen.generation),
      recoveredFrom: generation,
      returnedFrom: generation,
      returnedAt: now,
      recoveries: { plus: 1 },
      ...(spares ? { spared: seen.generation } : {}),
    },
    clear: spares ? ['replayedAt'] : ['replayedAt', 'spared'],
  };
}
