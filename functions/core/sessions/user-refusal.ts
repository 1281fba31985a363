import type { User } from '../users/user.ts';
import type { Family } from './family.ts';

/** Why a user's family may not go on. */
export type UserRefusal = 'deleted' | 'disabled' | 'logged_out';

/**
 * @param user as read consistently beside the write, `null` when there is none of that name
 * @returns why the family must end, or `null` when the user may go on: it is there, the same one
 *   (not created anew under the name), not disabled and no newer than the family
 */
export function userRefusal(user: User | null, family: Family): UserRefusal | null {
  if (user === null || user.userId !== family.userId) return 'deleted';
  if (user.disabled) return 'disabled';
  return family.epoch >= user.epoch ? null : 'logged_out';
}
