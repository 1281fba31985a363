import { changePassword, disableUser } from '../../../functions/core/sessions/end-sessions.ts';
import type { User } from '../../../functions/core/users/user.ts';
import { askFirst } from '../ask-first.ts';
import { changeUser, findUser, noteCleaning, onlySet } from './change-user.ts';
import { takeNewPassword, type PasswordOptions } from './new-password.ts';
import { printable } from './printable.ts';
import { printReport, type Report } from './print-users.ts';
import type { CommandOptions, Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

const ENDS_SESSIONS = 'end every session of theirs, on all devices';

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

/** Gives a user another password, and ends every session: whoever knew the old one is out. */
export async function setPassword(
  service: UsersService,
  username: string,
  options: CommandOptions & PasswordOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  const { dryRun = false, passwordStdin = false } = options;
  const effects = [`give ${name} another password`, ENDS_SESSIONS];
  if (!dryRun) {
    const question = `Change the password of ${name} in ${service.name}?`;
    await askFirst(question, effects, options, surroundings);
  }
  if (!dryRun || passwordStdin) {
    const password = await takeNewPassword(user, options, surroundings);
    if (!dryRun) {
      const hash = await surroundings.passwords.hash(password);
      const steps = (current: User) => changePassword(current, hash, null, surroundings.now());
      noteCleaning(await changeUser(service, user, steps), surroundings);
    }
  }
  printReport(
    {
      service: service.name,
      command: 'set-password',
      effects,
      done: `changed the password of ${name} and ended every session of theirs`,
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
