import { newUser } from '../../../functions/core/users/user-creation.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { takeNewPassword, type PasswordOptions } from './new-password.ts';
import { printReport } from './print-users.ts';
import { printable } from '../printable.ts';
import type { Surroundings } from './surroundings.ts';
import { readEmail, readFullName, readRoles, readScopes, readUsername } from './user-fields.ts';
import type { UsersService } from './users-service.ts';

/** What a new user can be given. */
export interface CreateOptions extends CommandOptions, PasswordOptions {
  readonly email?: string;
  readonly fullName?: string;
  readonly scope?: readonly string[];
  readonly role?: readonly string[];
  readonly reserved?: boolean;
}

/** @throws CliError for what can't be a user's, before anything is opened or asked */
export function readDraft(name: string, options: CreateOptions) {
  const { email, fullName, scope = [], role = [], reserved = false } = options;
  return {
    username: readUsername(name),
    email: email === undefined ? null : readEmail(email),
    fullName: fullName === undefined ? null : readFullName(fullName),
    scopes: readScopes(scope, reserved),
    roles: readRoles(role),
  };
}

/**
 * Makes a user who can log in at once. Nobody is overwritten.
 *
 * @throws CliError when the name is taken, or the password is refused
 */
export async function createUser(
  service: UsersService,
  draft: ReturnType<typeof readDraft>,
  options: CreateOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { passwords, newUserId, now, note } = surroundings;
  const { username, scopes, roles } = draft;
  const taken = (): CliError =>
    new CliError(
      `there is a user ${printable(username)} already: nothing was changed`,
      EXIT.refused,
    );
  // Before anybody types a password in vain; the write itself makes sure.
  if ((await service.users.find(username)) !== null) throw taken();
  const { dryRun = false, passwordStdin = false } = options;
  const password =
    dryRun && !passwordStdin ? null : await takeNewPassword(draft, options, surroundings);
  const passwordHash = dryRun || password === null ? null : await passwords.hash(password);
  const user = newUser({ ...draft, userId: newUserId(), passwordHash }, now());
  if (!dryRun && !(await service.users.create(user))) throw taken();
  const about = `${printable(username)} ${holdingOf(draft)}`;
  const report = { service: service.name, command: 'create', user };
  printReport(
    { ...report, effects: [`create ${about}`], done: `created ${about}` },
    options,
    surroundings,
  );
  if (scopes.length === 0 && roles.length === 0) {
    note('such a user opens only routes that ask for no scope: npm run users -- scopes');
  }
}

/** What roles stand for is the stack's to say, and not known here. */
function holdingOf({
  scopes,
  roles,
}: Pick<ReturnType<typeof readDraft>, 'scopes' | 'roles'>): string {
  const held = [
    ...(scopes.length > 0 ? [`the scopes ${scopes.join(' ')}`] : []),
    ...(roles.length > 0 ? [`the roles ${roles.join(' ')}`] : []),
  ];
  return held.length === 0 ? 'without scopes' : `with ${held.join(' and ')}`;
}
