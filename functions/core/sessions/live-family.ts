import type { Family } from './family.ts';
import type { Condition } from './family-write.ts';
import type { RefusalReason } from './refresh-outcome.ts';

/** The conditions under which a family is alive. Deleting expired items is DynamoDB's, days late. */
export const isLive = (now: number): readonly Condition[] => [
  { absent: 'revokedAt' },
  { greater: ['idleExpiresAt', now] },
  { greater: ['absoluteExpiresAt', now] },
];

/** @returns why the family is dead, or `null` when it is alive */
export function deathOf(family: Family, now: number): RefusalReason | null {
  if (family.revokedAt !== null) {
    const reason = family.revokedReason;
    return reason === 'logged_out' || reason === 'disabled' || reason === 'deleted'
      ? reason
      : 'revoked';
  }
  return family.idleExpiresAt > now && family.absoluteExpiresAt > now ? null : 'expired';
}
