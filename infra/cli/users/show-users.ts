import { CliError } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { findUser } from './change-user.ts';
import { printable, printableJson } from '../printable.ts';
import { userJson, userLine, userLines } from './print-users.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

/** Prints one user. */
export async function showUser(
  service: UsersService,
  username: string,
  { json = false }: CommandOptions,
  { print }: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  if (json) {
    const hasPassword = user.passwordHash !== null;
    print(printableJson({ service: service.name, user: { ...userJson(user), hasPassword } }, 2));
    return;
  }
  for (const line of userLines(user)) print(line);
}

/**
 * Prints all users as they come from the table, so that any number of them takes no more memory than a
 * page. With `--json` one array, a user a line; one that breaks off isn't closed.
 *
 * @throws CliError, after the rest was printed, when items were not readable
 */
export async function listUsers(
  service: UsersService,
  { json = false }: CommandOptions,
  { print, note }: Surroundings,
): Promise<void> {
  let broken = 0;
  const onBroken = (key: string): void => {
    broken += 1;
    note(`the item ${printable(key)} is not a user as Latchkey writes them`);
  };
  let count = 0;
  let previous: string | null = null;
  if (json) print('[');
  for await (const user of service.list(onBroken)) {
    count += 1;
    if (!json) {
      print(userLine(user));
      continue;
    }
    if (previous !== null) print(`${previous},`);
    previous = `  ${printableJson(userJson(user))}`;
  }
  if (previous !== null) print(previous);
  if (json) print(']');
  note(`${count} user${count === 1 ? '' : 's'} in ${service.name}`);
  if (broken > 0) throw new CliError(`${broken} of the table's items could not be read`);
}
