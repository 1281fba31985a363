import { endSession, logOutEverywhere } from '../../../functions/core/sessions/end-sessions.ts';
import { takeEndingSteps } from '../../../functions/core/sessions/take-ending-steps.ts';
import { goesOn } from '../../../functions/core/sessions/user-sessions.ts';
import type { User } from '../../../functions/core/users/user.ts';
import { askFirst } from '../ask-first.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { changeUser, ENDS_SESSIONS, findUser, noteCleaning } from './change-user.ts';
import { printable } from '../printable.ts';
import { printReport } from './print-users.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

/** Which sessions shall end. */
export interface RevokeOptions extends CommandOptions {
  readonly session?: string;
  readonly all?: boolean;
}

/**
 * @returns the id of the session, or `null` for all of them
 * @throws CliError unless it is said which
 */
export function readWhich({ session, all = false }: RevokeOptions): string | null {
  if ((session === undefined) !== all) {
    throw new CliError('say which with --session ID, or --all', EXIT.usage);
  }
  return session ?? null;
}

/**
 * Ends one session of a user, or all of them by one write.
 *
 * @param which the session's id, or `null`: all
 * @throws CliError when there is no such session
 */
export async function revokeSessions(
  service: UsersService,
  username: string,
  which: string | null,
  options: RevokeOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  const effects =
    which === null ? [ENDS_SESSIONS] : await effectOnOne(service, user, which, surroundings.now());
  const [what, done] =
    which === null
      ? ['every session', `ended every session of ${name}`]
      : ['a session', effects.length > 0 ? `ended the session` : 'the session was over already'];
  if (effects.length > 0 && !options.dryRun) {
    const question = `End ${what} of ${name} in ${service.name}?`;
    await askFirst(question, effects, options, surroundings);
    const now = surroundings.now();
    if (which === null) {
      const steps = (current: User) => logOutEverywhere(current, now);
      noteCleaning(await changeUser(service, user, steps), surroundings);
    } else {
      const { users: userChanges, families } = service;
      await takeEndingSteps(username, endSession(which, now), { userChanges, families });
    }
  }
  const after = await findUser(service, username);
  const report = { service: service.name, command: 'revoke', user: after };
  printReport({ ...report, effects, done }, options, surroundings);
}

/** @returns nothing to do for a session that is over */
async function effectOnOne(
  { families }: UsersService,
  user: User,
  familyId: string,
  now: number,
): Promise<readonly string[]> {
  const all = await families.list(user.username);
  const family = all.find((one) => one.familyId === familyId && one.userId === user.userId);
  if (family === undefined) {
    throw new CliError(
      `${printable(user.username)} has no session ${printable(familyId)}: npm run users -- sessions`,
    );
  }
  return goesOn(family, user, now)
    ? [`end the session of ${printable(family.device.userAgent)} at ${printable(family.device.ip)}`]
    : [];
}
