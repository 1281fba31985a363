import { AccountError } from '../account/account-error.ts';
import { administer, type AdministeredChange } from '../sessions/end-sessions.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { recordRevoked } from '../sessions/record-revoked.ts';
import { takeEndingSteps } from '../sessions/take-ending-steps.ts';
import type { User } from '../users/user.ts';
import {
  recordAdministration,
  unknownUser,
  type AdministrationName,
  type AdministrationPorts,
  type Administrator,
} from './administrator.ts';

/** How often a change starts again when the user changes under its hands. */
const ATTEMPTS = 3;

/** What became of a change. */
export interface AdministeredOutcome {
  /** As he is now. */
  readonly user: User;
  /** Why not every session that has ended could be marked so; they are over all the same. */
  readonly cleaningFailures: readonly unknown[];
}

/**
 * Changes a user under the condition that he is still as he was read, and reads him again if not.
 *
 * @param username normalised
 * @param event what the log calls it
 * @param changeOf what to change, by what he is now; `null` when he is as he shall be; it throws to
 *   refuse
 * @throws AccountError `unknown_user`, `user_changing` when others keep changing him, or he was deleted
 *   and made anew meanwhile, and what `changeOf` throws; OAuthError `temporarily_unavailable`
 */
export async function changeAdministeredUser(
  username: string,
  event: AdministrationName,
  changeOf: (user: User) => AdministeredChange | null,
  administrator: Administrator,
  ports: AdministrationPorts,
): Promise<AdministeredOutcome> {
  const first = await findAdministered(username, ports);
  let current: User = first;
  for (let attempt = 0; attempt < ATTEMPTS && current.userId === first.userId; attempt += 1) {
    const change = changeOf(current);
    if (change === null) return { user: current, cleaningFailures: [] };
    const steps = administer(current, change, ports.clock.now());
    const outcome = await orUnavailable(() => takeEndingSteps(username, steps, ports));
    if (outcome.held) {
      const { ends } = change;
      recordAdministration(event, current, administrator, ports);
      const reason = ends === 'disabled' ? ends : 'logged_out';
      recordRevoked(outcome, administrator.request, ports.securityLog, reason);
      const sets = steps.flatMap((step) => (step.step === 'change_user' ? [step.set] : []));
      const user: User = Object.assign({}, current, ...sets);
      return { user, cleaningFailures: outcome.cleaningFailures };
    }
    current = await findAdministered(username, ports);
  }
  throw new AccountError('user_changing', 'The user was changed at the same time. Try again.');
}

/** @throws AccountError `unknown_user`; OAuthError `temporarily_unavailable` */
export async function findAdministered(
  username: string,
  { users }: Pick<AdministrationPorts, 'users'>,
): Promise<User> {
  const user = await orUnavailable(() => users.find(username));
  if (user === null) throw unknownUser();
  return user;
}
