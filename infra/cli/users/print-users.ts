import type { User } from '../../../functions/core/users/user.ts';
import { timeText } from '../keys/describe-time.ts';
import type { CommandOptions } from '../operator-program.ts';
import { printable, printableJson } from '../printable.ts';
import type { Surroundings } from './surroundings.ts';
import type { ListedUser } from './users-service.ts';

/** @returns what `--json` prints of a user: times in ISO 8601, and nothing of the password's hash */
export const userJson = (user: ListedUser): object => ({
  userId: user.userId,
  username: user.username,
  email: user.email,
  fullName: user.fullName,
  disabled: user.disabled,
  roles: user.roles,
  scopes: user.scopes,
  createdAt: new Date(user.createdAt).toISOString(),
  updatedAt: new Date(user.updatedAt).toISOString(),
  passwordChangedAt: new Date(user.passwordChangedAt).toISOString(),
  passwordExpired: user.passwordExpired,
});

/** @returns one user as a line of a list */
export const userLine = ({
  username,
  disabled,
  passwordExpired,
  scopes,
  email,
}: ListedUser): string =>
  [
    printable(username),
    disabled ? 'disabled' : 'enabled',
    ...(passwordExpired ? ['needs a new password'] : []),
    scopes.length === 0 ? 'no scopes' : printable(scopes.join(' ')),
    ...(email === null ? [] : [printable(email)]),
  ].join('  ');

/** @returns all that is shown of one user */
export const userLines = (user: User): readonly string[] =>
  [
    ['user', printable(user.username)],
    ['id', printable(user.userId)],
    ['e-mail', user.email === null ? 'none' : printable(user.email)],
    ['full name', user.fullName === null ? 'none' : printable(user.fullName)],
    ['may log in', mayLogIn(user)],
    ['scopes', user.scopes.length === 0 ? 'none' : printable(user.scopes.join(' '))],
    ['roles', user.roles.length === 0 ? 'none' : printable(user.roles.join(' '))],
    ['password', passwordText(user)],
    ['created', timeText(user.createdAt)],
    ['changed', timeText(user.updatedAt)],
  ].map(([label = '', value = '']) => `${label.padEnd(12)}${value}`);

function mayLogIn({ disabled, passwordHash }: User): string {
  if (disabled) return 'no, disabled';
  return passwordHash === null ? 'no, without a password' : 'yes';
}

function passwordText({ passwordHash, passwordChangedAt, passwordExpired }: User): string {
  if (passwordHash === null) return 'none: to be set';
  return `of ${timeText(passwordChangedAt)}${passwordExpired ? ', expired' : ''}`;
}

/** What a command would do and what it did. */
export interface Report {
  readonly service: string;
  readonly command: string;
  /** What it is about to do, one line each; none when there is nothing to do. */
  readonly effects: readonly string[];
  /** What it has done, in one line. */
  readonly done: string;
  /** As he is now. */
  readonly user: User;
}

/** Prints what was done, or with `--dry-run` what would have been. */
export function printReport(
  { service, command, effects, done, user }: Report,
  { json = false, dryRun = false }: CommandOptions,
  { print }: Pick<Surroundings, 'print'>,
): void {
  if (json) {
    const changed = !dryRun && effects.length > 0;
    const outcome = { service, command, ...(dryRun ? { dryRun } : {}), changed, effects };
    print(printableJson({ ...outcome, user: userJson(user) }, 2));
    return;
  }
  if (!dryRun) {
    print(done);
    return;
  }
  for (const effect of effects) print(`would: ${effect}`);
  print('nothing was changed (--dry-run)');
}
