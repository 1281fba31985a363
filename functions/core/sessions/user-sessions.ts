import type { SecurityEvent, SecurityLog } from '../events/security-event.ts';
import type { User, UserStore } from '../users/user.ts';
import { endSession, logOutEverywhere } from './end-sessions.ts';
import type { Family, FamilyStore } from './family.ts';
import { deathOf } from './live-family.ts';
import { recordRevoked } from './record-revoked.ts';
import type { Clock } from './session-ports.ts';
import { takeEndingSteps, type EndingOutcome, type EndingPorts } from './take-ending-steps.ts';
import { userRefusal } from './user-refusal.ts';

/** How often logging out everywhere starts again when the user changes under its hands. */
const ATTEMPTS = 3;

/** What a user's own sessions need of the outside. */
export interface UserSessionsPorts extends EndingPorts {
  readonly families: Pick<FamilyStore, 'read' | 'write' | 'list'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
}

/** @returns whether a session goes on: for the gateway, for a refresh and for its user's list alike */
export const goesOn = (family: Family, user: User, now: number): boolean =>
  userRefusal(user, family) === null && deathOf(family, now) === null;

/** @returns the sessions that go on, the one used last first */
export async function liveSessions(
  user: User,
  { families, clock }: Pick<UserSessionsPorts, 'families' | 'clock'>,
): Promise<readonly Family[]> {
  const now = clock.now();
  const all = await families.list(user.username);
  return all
    .filter((family) => goesOn(family, user, now))
    .toSorted((a, b) => b.idleExpiresAt - a.idleExpiresAt || b.authTime - a.authTime);
}

/**
 * Ends one session of a user; one that is over stays over, for the reason it has.
 *
 * @param about what the log says of the request
 * @returns `false` when the user has no such session
 */
export async function endUserSession(
  user: User,
  familyId: string,
  about: Pick<SecurityEvent, 'ip'>,
  ports: UserSessionsPorts,
): Promise<boolean> {
  const { username } = user;
  const family = await ports.families.read({ username, familyId });
  // One of somebody who had the name before is nobody's.
  if (family?.userId !== user.userId) return false;
  const steps = endSession(familyId, ports.clock.now());
  recordRevoked(await takeEndingSteps(username, steps, ports), about, ports.securityLog);
  return true;
}

/**
 * Ends every session of a user by one write, to his epoch: also those that are being started now with
 * what was read before, and even if nothing after it happens.
 *
 * @param user as read; it is read again when it has changed meanwhile
 * @param about what the log says of the request
 * @returns what became of it; `held` is `false` when the user changed at every attempt
 */
export async function endAllSessions(
  user: User,
  about: Pick<SecurityEvent, 'ip' | 'sessionId' | 'clientId'>,
  ports: UserSessionsPorts,
): Promise<EndingOutcome> {
  const { username, userId } = user;
  let [current, outcome]: [User | null, EndingOutcome | null] = [user, null];
  for (let attempt = 0; attempt < ATTEMPTS && current?.userId === userId; attempt += 1) {
    const steps = logOutEverywhere(current, ports.clock.now());
    outcome = await takeEndingSteps(username, steps, ports);
    if (outcome.held) {
      const event = { event: 'sessions_ended', reason: 'logged_out_everywhere' } as const;
      ports.securityLog.record({ ...event, userId, ...about });
      recordRevoked(outcome, { ip: about.ip }, ports.securityLog);
      return outcome;
    }
    current = await ports.users.find(username);
  }
  // Who was deleted or created anew meanwhile has no sessions left.
  return { held: current?.userId !== userId, marked: [], cleaningFailures: [] };
}
