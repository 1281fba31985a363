import { ROTATIONS_REMEMBERED } from './family.ts';
import type { Assignment, Condition, FamilyAttribute, FamilyWrite } from './family-write.ts';
import { isLive } from './live-family.ts';
import type { RefreshMoment } from './refresh-moment.ts';

/**
 * The plain rotation: the presented generation is the current one, the next one takes its place.
 * A scope outside the family's fails the write, so that asking too much rotates nothing.
 */
export const rotationWrite = (moment: RefreshMoment): FamilyWrite => ({
  when: [...isPresentedAndLive(moment), ...holdsScope(moment)],
  set: newGeneration(moment, moment.generation),
  clear: ['recoveredFrom', 'replayedAt', 'spared'],
});

/** The family stands where the token says, belongs to the client and is alive. */
export const isPresentedAndLive = (moment: RefreshMoment): readonly Condition[] => [
  { equal: ['generation', moment.generation] },
  { equal: ['clientId', moment.client.clientId] },
  ...isLive(moment.now),
];

/** Every scope asked for is one of the family's (RFC 6749 §6). */
export const holdsScope = (moment: RefreshMoment): readonly Condition[] =>
  (moment.scope ?? []).map((scope) => ({ contains: ['scope', scope] }));

/** A new generation after `seen`: the times move down, the newest is stamped by our clock. */
export function newGeneration(moment: RefreshMoment, seen: number): FamilyWrite['set'] {
  const times: Partial<Record<FamilyAttribute, Assignment>> = { rotated0: moment.now };
  for (let k = 1; k < ROTATIONS_REMEMBERED; k += 1) {
    times[`rotated${k}` as FamilyAttribute] = { copyOf: `rotated${k - 1}` as FamilyAttribute };
  }
  return { generation: seen + 1, ...times, ...stillInUse(moment) };
}

/** The session was used: it may idle for another while, and this is where it was seen. */
export const stillInUse = (moment: RefreshMoment): FamilyWrite['set'] => ({
  idleExpiresAt: moment.now + moment.idleMillis,
  ttl: Math.ceil((moment.now + moment.idleMillis) / 1000),
  ip: moment.device.ip,
  userAgent: moment.device.userAgent,
});
