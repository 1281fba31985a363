import type { Family } from './family.ts';
import type { FamilyWrite } from './family-write.ts';
import { isLive } from './live-family.ts';
import type { RefreshMoment } from './refresh-moment.ts';
import { holdsScope, newGeneration } from './rotation-write.ts';

/**
 * The recovery of a client that never got, or never saved, its last reply: a fresh generation takes
 * the place of the undelivered one, which becomes an orphan. `recoveredFrom` remembers whom it was
 * for, so that a second lost reply is survived too.
 *
 * @param seen the family as it was read; the write holds only if it still stands there
 */
export const recoveryWrite = (seen: Family, moment: RefreshMoment): FamilyWrite => ({
  when: [
    { equal: ['generation', seen.generation] },
    { equal: ['clientId', moment.client.clientId] },
    { anyOf: [{ absent: 'recoveredFrom' }, { equal: ['recoveredFrom', moment.generation] }] },
    ...isLive(moment.now),
    ...holdsScope(moment),
  ],
  set: {
    ...newGeneration(moment, seen.generation),
    recoveredFrom: moment.generation,
    returnedFrom: moment.generation,
    returnedAt: moment.now,
    recoveries: { plus: 1 },
  },
  clear: [],
});
