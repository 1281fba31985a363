import { eraseUser } from '../../../functions/core/users/erase-user.ts';
import { askFirst } from '../ask-first.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { findUser } from './change-user.ts';
import { printable } from '../printable.ts';
import { printReport } from './print-users.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

/**
 * Deletes a user and everything that the tables have of him, for good.
 *
 * @throws CliError when somebody else has the name meanwhile
 */
export async function deleteUser(
  service: UsersService,
  username: string,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  const effects = [
    `delete ${name} (${printable(user.userId)}) for good`,
    'end and delete every session of theirs, and where they have logged in from',
  ];
  let done = `deleted ${name}`;
  if (!options.dryRun) {
    await askFirst(`Delete ${name} from ${service.name}?`, effects, options, surroundings);
    const { users, families, sources } = service;
    const outcome = await eraseUser(user, { userRemoval: users, families, sources });
    if (!outcome.held) {
      throw new CliError(
        `${name} was deleted or made anew meanwhile: nothing was changed`,
        EXIT.refused,
      );
    }
    const { sessions } = outcome;
    done = `deleted ${name} and ${sessions} ${sessions === 1 ? 'session' : 'sessions'} of theirs`;
    const [failure] = outcome.cleaningFailures;
    if (failure !== undefined) {
      const reason = failure instanceof Error ? failure.message : 'unknown';
      surroundings.note(
        `${name} is gone, but something of theirs is still in the table until it expires: ${reason}`,
      );
    }
  }
  printReport(
    { service: service.name, command: 'delete', effects, done, user },
    options,
    surroundings,
  );
}
