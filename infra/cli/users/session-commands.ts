import { readWhich, revokeSessions, type RevokeOptions } from './revoke-sessions.ts';
import { showSessions } from './show-sessions.ts';
import { readUsername } from './user-fields.ts';
import type { UsersCommands } from './users-commands.ts';
import type { UsersOptions } from './users-program.ts';

/** Declares what shows and ends sessions. */
export function addSessionCommands({ command, ending, work, surroundings }: UsersCommands): void {
  command('sessions <username>', 'where somebody is logged in, the one used last first').action(
    (name: string, options: UsersOptions) => {
      const username = readUsername(name);
      return work(options, (service) => showSessions(service, username, options, surroundings));
    },
  );
  ending('revoke <username>', 'end sessions of somebody')
    .option('--session <id>', 'this one')
    .option('--all', 'or all of them, on all devices')
    .action((name: string, options: UsersOptions & RevokeOptions) => {
      const username = readUsername(name);
      const which = readWhich(options);
      return work(options, (service) =>
        revokeSessions(service, username, which, options, surroundings),
      );
    });
}
