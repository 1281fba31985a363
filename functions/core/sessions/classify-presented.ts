import { ROTATIONS_REMEMBERED } from './family.ts';
import type { Family } from './family.ts';
import type { RefreshMoment } from './refresh-moment.ts';

/** What a live family says about a token of its own: see `classifyPresented`. */
export type Presented = 'current' | 'concurrent' | 'lost_reply' | 'theft' | 'restored';

/**
 * Says what it means that this generation is presented to this family.
 *
 * - `current`: nothing has superseded it.
 * - `concurrent`: superseded within the overlap window (parallel tabs, a retry, an acknowledgement
 *   that got lost), or recovered within it: the same successor is given out again.
 * - `lost_reply`: the client never got, or never saved, the successor.
 * - `theft`: somebody else used the successor, or the token is an orphan or too old to tell.
 * - `restored`: newer than the table knows, so the table is an old copy.
 *
 * A time that lies ahead of the arrival counts as within the window: clocks differ.
 */
export function classifyPresented(family: Family, moment: RefreshMoment): Presented {
  const { generation } = moment;
  const age = family.generation - generation;
  if (age < 0) return 'restored';
  if (age === 0) return 'current';
  // `rotated[k]` minted generation − k, which superseded the one before it.
  const supersededAt = age <= ROTATIONS_REMEMBERED ? family.rotated[age - 1] : undefined;
  if (isWithinOverlap(supersededAt, moment)) return 'concurrent';

  // However many replies were lost in a row: this one is known by its number, not by its time.
  const cameBackBefore = family.recoveredFrom === generation;
  if (cameBackBefore && isWithinOverlap(family.rotated[0], moment)) return 'concurrent';
  const mayRecover = cameBackBefore || (age === 1 && family.recoveredFrom === null);
  return mayRecover && moment.client.refreshTokenPolicy !== 'strict' ? 'lost_reply' : 'theft';
}

const isWithinOverlap = (time: number | undefined, moment: RefreshMoment): boolean =>
  time !== undefined && moment.arrivedAt - time <= moment.overlapMillis;
