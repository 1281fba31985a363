import type { SecurityEvent, SecurityLog } from '../events/security-event.ts';
import { orUnavailable } from '../or-unavailable.ts';
import type { Clock } from '../sessions/session-ports.ts';
import type { UserChanges } from '../users/user-changes.ts';
import type { User } from '../users/user.ts';
import { accountBusy } from './account-error.ts';
import { checkProfile, type Profile } from './read-profile.ts';

/** What changing a profile needs of the outside. */
export interface ProfileChangePorts {
  readonly userChanges: UserChanges;
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
}

/**
 * Changes what a person says of himself, and nothing else, under the condition that no sessions were
 * ended since he was read: the one that asks may have been among them, and it is not for it to try again.
 *
 * @param user as read, together with a session of his that goes on
 * @param change what is left out stays
 * @param about what the log says of the request
 * @returns the user as he is now
 * @throws AccountError for a field that is refused, and when sessions were ended meanwhile
 */
export async function changeProfile(
  user: User,
  change: Partial<Profile>,
  about: Pick<SecurityEvent, 'ip' | 'sessionId' | 'clientId'>,
  { userChanges, securityLog, clock }: ProfileChangePorts,
): Promise<User> {
  checkProfile(change);
  if (Object.keys(change).length === 0) return user;
  const { username, userId, epoch } = user;
  const set = { ...change, updatedAt: clock.now() };
  if (!(await orUnavailable(() => userChanges.change(username, { userId, epoch }, set)))) {
    throw accountBusy();
  }
  securityLog.record({ event: 'profile_changed', reason: 'by_user', userId, ...about });
  return { ...user, ...set };
}
