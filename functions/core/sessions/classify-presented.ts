import { ROTATIONS_REMEMBERED } from './family.ts';
import type { Family } from './family.ts';
import type { RefreshMoment } from './refresh-moment.ts';

/** What a live family says about a token of its own: see `classifyPresented`. */
export type Presented = 'current' | 'concurrent' | 'lost_reply' | 'stale' | 'theft' | 'restored';

/**
 * Says what it means that this generation is presented to this family.
 *
 * - `current`: nothing has superseded it.
 * - `concurrent`: superseded within the overlap window (parallel tabs, a retry, an acknowledgement
 *   that got lost), or recovered within it: the same successor is given out again.
 * - `lost_reply`: the client never got, or never saved, the successor.
 * - `stale`: it would be theft, but the request was held back on its way for longer than half the
 *   window: a client that gave it up may have gone on twice since, so it proves nothing.
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
  // `rotated[k]` minted generation − k, which superseded the one before it. What is older than the
  // times reach was superseded before the oldest of them; if even that lies within the overlap, a
  // slow tab among many quick ones looks just like this.
  const supersededAt = family.rotated[Math.min(age, ROTATIONS_REMEMBERED) - 1] ?? 0;
  if (isWithinOverlap(supersededAt, moment)) return 'concurrent';

  // Others came back beside it, from the same lost reply; the session may have gone on since.
  const cameBack = family.returnedFrom === generation ? family.returnedAt : null;
  if (cameBack !== null && isWithinOverlap(cameBack, moment)) return 'concurrent';

  // However many replies were lost in a row: this one is known by its number, not by its time.
  const cameBackBefore = family.recoveredFrom === generation;
  const isUndelivered = family.recoveredFrom === null || family.spared === generation;
  const mayRecover = cameBackBefore || (age === 1 && isUndelivered);
  if (mayRecover && moment.client.refreshTokenPolicy !== 'strict') return 'lost_reply';
  return moment.now - moment.arrivedAt > moment.overlapMillis / 2 ? 'stale' : 'theft';
}

const isWithinOverlap = (time: number, moment: RefreshMoment): boolean =>
  moment.arrivedAt - time <= moment.overlapMillis;
