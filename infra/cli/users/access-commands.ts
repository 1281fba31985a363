import { collect } from '../operator-program.ts';
import { disable, enable } from './change-access.ts';
import { expirePassword, setPassword } from './change-password.ts';
import type { PasswordOptions } from './new-password.ts';
import { readWanted, setHeld, type Held, type HeldOptions } from './set-held.ts';
import { readUsername } from './user-fields.ts';
import { scoped, taking, type UsersCommands } from './users-commands.ts';
import type { UsersOptions } from './users-program.ts';

/** Declares what says whether users get in, and what they may do there. */
export function addAccessCommands({ change, ending, work, surroundings }: UsersCommands): void {
  ending('disable <username>', 'keep somebody out, and end every session of theirs').action(
    (name: string, options: UsersOptions) => {
      const username = readUsername(name);
      return work(options, (service) => disable(service, username, options, surroundings));
    },
  );
  change('enable <username>', 'let somebody in again').action(
    (name: string, options: UsersOptions) => {
      const username = readUsername(name);
      return work(options, (service) => enable(service, username, options, surroundings));
    },
  );
  taking(
    ending('set-password <username>', 'ask for a new password, and end every session of theirs'),
  ).action((name: string, options: UsersOptions & PasswordOptions) => {
    const username = readUsername(name);
    return work(options, (service) => setPassword(service, username, options, surroundings));
  });
  ending(
    'expire-password <username>',
    'let the password open no session until it is changed, and end every session of theirs',
  ).action((name: string, options: UsersOptions) => {
    const username = readUsername(name);
    return work(options, (service) => expirePassword(service, username, options, surroundings));
  });
  const holding = (held: Held) => (name: string, options: UsersOptions & HeldOptions) => {
    const username = readUsername(name);
    const wanted = readWanted(held, options);
    return work(options, (service) =>
      setHeld(service, username, held, wanted, options, surroundings),
    );
  };
  scoped(ending('scopes <username>', 'replace the scopes of somebody'))
    .option('--set <scope>', 'a scope; can be repeated', collect)
    .option('--none', 'take all scopes away')
    .action(holding('scopes'));
  ending('roles <username>', 'replace the roles of somebody')
    .option('--set <role>', 'a role; can be repeated', collect)
    .option('--none', 'take all roles away')
    .action(holding('roles'));
}
