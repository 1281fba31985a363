import { disableUser } from '../../../functions/core/sessions/end-sessions.ts';
import type { User } from '../../../functions/core/users/user.ts';
import { askFirst } from '../ask-first.ts';
import type { CommandOptions } from '../operator-program.ts';
import { changeUser, ENDS_SESSIONS, findUser, noteCleaning, onlySet } from './change-user.ts';
import { printable } from '../printable.ts';
import { printReport, type Report } from './print-users.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

/** Keeps a user from logging in, and ends every session: the user first, so that none outlives it. */
export async function disable(
  service: UsersService,
  username: string,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  const report = { service: service.name, command: 'disable' };
  if (user.disabled) {
    printNothingToDo(
      { ...report, done: `${name} was disabled already`, user },
      options,
      surroundings,
    );
    return;
  }
  const effects = [`keep ${name} from logging in`, ENDS_SESSIONS];
  const done = `disabled ${name} and ended every session of theirs`;
  if (!options.dryRun) {
    await askFirst(`Disable ${name} in ${service.name}?`, effects, options, surroundings);
    const steps = (current: User) => disableUser(current, surroundings.now());
    noteCleaning(await changeUser(service, user, steps), surroundings);
  }
  printReport(
    { ...report, effects, done, user: await findUser(service, username) },
    options,
    surroundings,
  );
}

/** Lets a user log in again. Sessions that were ended stay ended. */
export async function enable(
  service: UsersService,
  username: string,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  const report = { service: service.name, command: 'enable' };
  if (!user.disabled) {
    printNothingToDo(
      { ...report, done: `${name} was enabled already`, user },
      options,
      surroundings,
    );
    return;
  }
  if (!options.dryRun) {
    await changeUser(service, user, onlySet({ disabled: false }, surroundings.now()));
  }
  printReport(
    {
      ...report,
      effects: [`let ${name} log in again`],
      done: `${name} may log in again; the sessions of before stay ended`,
      user: await findUser(service, username),
    },
    options,
    surroundings,
  );
}

const printNothingToDo = (
  report: Omit<Report, 'effects'>,
  options: CommandOptions,
  surroundings: Surroundings,
): void => printReport({ ...report, effects: [] }, options, surroundings);
