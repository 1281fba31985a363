import type { SecurityEvent, SecurityLog } from '../events/security-event.ts';
import { orUnavailable } from '../sessions/or-unavailable.ts';
import type { Clock } from '../sessions/session-ports.ts';
import type { UserChanges } from '../users/user-changes.ts';
import type { User, UserStore } from '../users/user.ts';
import { accountBusy } from './account-error.ts';
import { checkProfile, type Profile } from './read-profile.ts';

/** How often the change starts again when the user changes under its hands. */
const ATTEMPTS = 3;

/** What changing a profile needs of the outside. */
export interface ProfileChangePorts {
  readonly users: Pick<UserStore, 'find'>;
  readonly userChanges: UserChanges;
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
}

/**
 * Changes what a person says of himself, and nothing else.
 *
 * @param user as read; he is read again when he has changed meanwhile
 * @param change what is left out stays
 * @param about what the log says of the request
 * @returns the user as he is now
 * @throws AccountError for a field that is refused, and when others keep changing the user
 */
export async function changeProfile(
  user: User,
  change: Partial<Profile>,
  about: Pick<SecurityEvent, 'ip' | 'sessionId' | 'clientId'>,
  { users, userChanges, securityLog, clock }: ProfileChangePorts,
): Promise<User> {
  checkProfile(change);
  if (Object.keys(change).length === 0) return user;
  const { username, userId } = user;
  let current: User | null = user;
  for (let attempt = 0; attempt < ATTEMPTS && current?.userId === userId; attempt += 1) {
    const set = { ...change, updatedAt: clock.now() };
    const when = { userId, epoch: current.epoch };
    if (await orUnavailable(() => userChanges.change(username, when, set))) {
      securityLog.record({ event: 'profile_changed', reason: 'by_user', userId, ...about });
      return { ...current, ...set };
    }
    current = await orUnavailable(() => users.find(username));
  }
  throw accountBusy();
}
