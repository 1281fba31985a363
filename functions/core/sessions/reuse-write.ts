import type { FamilyWrite } from './family-write.ts';
import type { RefreshMoment } from './refresh-moment.ts';
import { holdsScope, isPresentedAndLive, stillInUse } from './rotation-write.ts';

/** The policy `reuse`: the token stays, the session may idle for another while. */
export const reuseWrite = (moment: RefreshMoment): FamilyWrite => ({
  when: [...isPresentedAndLive(moment), ...holdsScope(moment)],
  set: stillInUse(moment),
  clear: [],
});
