import { collect } from '../operator-program.ts';
import { createUser, readDraft, type CreateOptions } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { listUsers, showUser } from './show-users.ts';
import { readUsername } from './user-fields.ts';
import { scoped, taking, type UsersCommands } from './users-commands.ts';
import type { UsersOptions } from './users-program.ts';

/** Declares what makes, shows and deletes users. */
export function addRecordCommands({
  command,
  change,
  ending,
  work,
  surroundings,
}: UsersCommands): void {
  scoped(taking(change('create <username>', 'make a user; the password is asked for')))
    .option('--email <address>', 'the e-mail address')
    .option('--full-name <name>', 'the full name')
    .option('--scope <scope>', 'a scope; can be repeated', collect)
    .option('--role <role>', 'a role; can be repeated', collect)
    .action((name: string, options: UsersOptions & CreateOptions) => {
      const draft = readDraft(name, options);
      return work(options, (service) => createUser(service, draft, options, surroundings));
    });
  command('show <username>', 'one user').action((name: string, options: UsersOptions) => {
    const username = readUsername(name);
    return work(options, (service) => showUser(service, username, options, surroundings));
  });
  command('list', 'all users, in no order').action((options: UsersOptions) =>
    work(options, (service) => listUsers(service, options, surroundings)),
  );
  ending('delete <username>', 'remove somebody and all that the tables have of them').action(
    (name: string, options: UsersOptions) => {
      const username = readUsername(name);
      return work(options, (service) => deleteUser(service, username, options, surroundings));
    },
  );
}
