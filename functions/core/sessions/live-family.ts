import type { QuietRefusal } from '../events/security-event.ts';
import type { Family } from './family.ts';
import type { Condition } from './family-write.ts';
import type { RevokeReason } from './revoke-write.ts';

/** The conditions under which a family is alive. Deleting expired items is DynamoDB's, days late. */
export const isLive = (now: number): readonly Condition[] => [
  { absent: 'revokedAt' },
  { greater: ['idleExpiresAt', now] },
  { greater: ['absoluteExpiresAt', now] },
];

/**
 * What a refresh of an ended family is refused for. A theft is found once: what comes later has found
 * the family ended, and must raise no second alarm.
 */
const DEATHS: Readonly<Record<RevokeReason, QuietRefusal>> = {
  logged_out: 'logged_out',
  disabled: 'disabled',
  deleted: 'deleted',
  revoked: 'revoked',
  theft: 'ended_by_theft',
  restored: 'ended_by_restore',
};

/** @returns why the family is dead, or `null` when it is alive */
export function deathOf(family: Family, now: number): QuietRefusal | null {
  if (family.revokedAt !== null) {
    const reason = family.revokedReason;
    // The table may say anything.
    return reason !== null && isRevokeReason(reason) ? DEATHS[reason] : 'revoked';
  }
  return family.idleExpiresAt > now && family.absoluteExpiresAt > now ? null : 'expired';
}

const isRevokeReason = (reason: string): reason is RevokeReason => Object.hasOwn(DEATHS, reason);
