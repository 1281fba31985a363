import type { Condition, FamilyWrite } from './family-write.ts';

/** Why a family was ended, as its item says; `revoked`: by its client (RFC 7009). */
export type RevokeReason = 'theft' | 'restored' | 'logged_out' | 'disabled' | 'deleted' | 'revoked';

const DAY_SECONDS = 86_400;

/**
 * Ends a family for good. The first reason stays.
 *
 * @param now milliseconds since the epoch
 * @param onlyIf more that must hold
 */
export const revokeWrite = (
  reason: RevokeReason,
  now: number,
  onlyIf: readonly Condition[] = [],
): FamilyWrite => ({
  when: [{ absent: 'revokedAt' }, ...onlyIf],
  // A dead family is of no more use: the table may drop it, days before its own time.
  set: { revokedAt: now, revokedReason: reason, ttl: Math.ceil(now / 1000) + DAY_SECONDS },
  clear: [],
});
