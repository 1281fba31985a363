import {
  takeEndingSteps,
  type EndingOutcome,
} from '../../../functions/core/sessions/take-ending-steps.ts';
import type { EndingStep } from '../../../functions/core/sessions/end-sessions.ts';
import type { UserChange } from '../../../functions/core/users/user-changes.ts';
import type { User } from '../../../functions/core/users/user.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { printable } from '../printable.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

/** How often a change starts again when the user changes under its hands: at a login, for one. */
const ATTEMPTS = 3;

/** For those who are asked. */
export const ENDS_SESSIONS = 'end every session of theirs, on all devices';

/** @throws CliError when there is nobody of that name */
export async function findUser({ users, name }: UsersService, username: string): Promise<User> {
  const user = await users.find(username);
  if (user === null) throw new CliError(`there is no user ${printable(username)} in ${name}`);
  return user;
}

/**
 * Changes a user under the condition that he is still as he was read, and reads him again if not.
 *
 * @param user as he was when the operator agreed
 * @param stepsFor what to do, by what he is now; the user himself goes first
 * @returns what became of it
 * @throws CliError when somebody else has the name meanwhile, or others keep changing him
 */
export async function changeUser(
  service: UsersService,
  user: User,
  stepsFor: (current: User) => readonly EndingStep[],
): Promise<EndingOutcome> {
  const { users, families } = service;
  const { username, userId } = user;
  let current = user;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const steps = stepsFor(current);
    const outcome = await takeEndingSteps(username, steps, { families, userChanges: users });
    if (outcome.held) return outcome;
    current = await findUser(service, username);
    if (current.userId !== userId) {
      throw new CliError(
        `${printable(username)} was deleted and made anew meanwhile: nothing was changed`,
        EXIT.refused,
      );
    }
  }
  throw new CliError(`${printable(username)} keeps changing: try again`);
}

/** One write to a user that ends no session. */
export const onlySet =
  (set: UserChange, now: number) =>
  ({ userId, epoch, passwordHash }: User): readonly EndingStep[] => [
    {
      step: 'change_user',
      when: { userId, epoch, passwordHash },
      set: { ...set, updatedAt: now },
    },
  ];

/** Says when marking the ended sessions was not finished: nothing hangs on it. */
export function noteCleaning(
  { cleaningFailures }: EndingOutcome,
  { note }: Pick<Surroundings, 'note'>,
): void {
  const [first] = cleaningFailures;
  if (first === undefined) return;
  const reason = first instanceof Error ? first.message : 'unknown';
  note(
    `the sessions are over, but ${cleaningFailures.length} could not be marked so in the table: ${reason}`,
  );
}
