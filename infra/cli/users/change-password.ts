import {
  changePassword,
  expirePassword as expire,
} from '../../../functions/core/sessions/end-sessions.ts';
import type { User } from '../../../functions/core/users/user.ts';
import { askFirst } from '../ask-first.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { changeUser, ENDS_SESSIONS, findUser, noteCleaning } from './change-user.ts';
import { takeNewPassword, type PasswordOptions } from './new-password.ts';
import { printable } from '../printable.ts';
import { printReport } from './print-users.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

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

/**
 * Lets a user's password open no session until its user has changed it, and ends every session.
 *
 * @throws CliError for a user without a password
 */
export async function expirePassword(
  service: UsersService,
  username: string,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  if (user.passwordHash === null) {
    throw new CliError(`${name} has no password: nothing was changed`, EXIT.refused);
  }
  const effects = user.passwordExpired
    ? []
    : [`let the password of ${name} open no session until it is changed`, ENDS_SESSIONS];
  if (effects.length > 0 && !options.dryRun) {
    const question = `Expire the password of ${name} in ${service.name}?`;
    await askFirst(question, effects, options, surroundings);
    const steps = (current: User) => expire(current, surroundings.now());
    noteCleaning(await changeUser(service, user, steps), surroundings);
  }
  const done =
    effects.length === 0
      ? `the password of ${name} had expired already`
      : `the password of ${name} has expired, and every session of theirs is over`;
  const now = await findUser(service, username);
  const report = { service: service.name, command: 'expire-password' };
  printReport({ ...report, effects, done, user: now }, options, surroundings);
}
