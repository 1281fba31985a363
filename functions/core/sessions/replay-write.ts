import type { Family } from './family.ts';
import type { FamilyWrite } from './family-write.ts';
import { isLive } from './live-family.ts';
import type { RefreshMoment } from './refresh-moment.ts';

/** Parallel requests of an honest client end within the window less this: clocks and networks. */
const SLACK_MILLIS = 4000;

/**
 * A replay early in the window needs no write. Late in it, a parallel request may arrive just after
 * the window and recover, so that what the replay gives out would be an orphan at once; were then
 * the other's reply lost, the client would be left with the orphan. So a late replay leaves a mark.
 *
 * @param seen the family as it was read
 * @returns whether the replay must be marked before it is answered
 */
export const needsMark = (seen: Family, moment: RefreshMoment): boolean =>
  moment.client.refreshTokenPolicy !== 'strict' &&
  moment.arrivedAt - (seen.rotated[0] ?? 0) > SLACK_MILLIS &&
  (seen.replayedAt ?? 0) < markOf(moment);

/** The mark of a late replay, if the family still stands where it was seen. It never goes back. */
export const replayWrite = (seen: Family, moment: RefreshMoment): FamilyWrite => ({
  when: [
    { equal: ['generation', seen.generation] },
    seen.replayedAt === null
      ? { absent: 'replayedAt' }
      : { equal: ['replayedAt', seen.replayedAt] },
    ...isLive(moment.now),
  ],
  set: { replayedAt: markOf(moment) },
  clear: [],
});

/** @returns whether a request parallel to this one may have been given the family's generation */
export const wasJustReplayed = (seen: Family, moment: RefreshMoment): boolean =>
  seen.replayedAt !== null &&
  moment.arrivedAt - seen.replayedAt <= moment.overlapMillis - SLACK_MILLIS;

/** In whole seconds, so that of many parallel replays one writes. */
const markOf = (moment: RefreshMoment): number => Math.ceil(moment.arrivedAt / 1000) * 1000;
