import { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.ts';
import { runCommandLine } from '../run-command-line.ts';
import { disable, enable, setPassword } from './change-access.ts';
import { createUser, readDraft, type CreateOptions } from './create-user.ts';
import type { PasswordOptions } from './new-password.ts';
import { readWantedScopes, setScopes, type ScopesOptions } from './set-scopes.ts';
import { listUsers, showUser } from './show-users.ts';
import type { CommandOptions, Surroundings } from './surroundings.ts';
import { readUsername } from './user-fields.ts';
import type { UsersService, UsersTarget } from './users-service.ts';

type Options = CommandOptions & {
  readonly stack?: string;
  readonly local?: true;
  readonly usersTable?: string;
  readonly refreshTokensTable?: string;
};

/**
 * Runs one command line. What goes wrong is one line on `note`.
 *
 * @param words the command line after the program's name
 * @returns the exit code (see `EXIT`)
 */
export const runUsersProgram = (
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> => runCommandLine(buildProgram(surroundings), words, surroundings.note);

function buildProgram(surroundings: Surroundings): Command {
  const work = async (
    options: Options,
    action: (service: UsersService) => Promise<void>,
  ): Promise<void> => {
    const service = await surroundings.open(targetOf(options));
    try {
      await action(service);
    } finally {
      await service.close();
    }
  };
  const program = new Command('users')
    .description('Makes, shows and changes the users of a token service.')
    .exitOverride()
    .helpOption('--help', 'what can be asked')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => surroundings.print(text.trimEnd()),
      writeErr: (text) => surroundings.note(text.trimEnd()),
    });
  const command = (usage: string, description: string): Command =>
    program
      .command(usage)
      .description(description)
      .helpOption('--help', 'what can be asked')
      .option('--stack <name>', 'the deployed stack')
      .option('--users-table <name>', 'or its tables: the one of the users (output UsersTableName)')
      .option('--refresh-tokens-table <name>', 'and its other (output RefreshTokensTableName)')
      .option('--local', 'or the local edition, running or not')
      .option('--json', 'print JSON');
  const change = (usage: string, description: string): Command =>
    command(usage, description).option('--dry-run', 'say what would happen, and do nothing');
  const ending = (usage: string, description: string): Command =>
    change(usage, description).option('--yes', "don't ask");

  scoped(taking(change('create <username>', 'make a user; the password is asked for')))
    .option('--email <address>', 'the e-mail address')
    .option('--full-name <name>', 'the full name')
    .option('--scope <scope>', 'a scope; can be repeated', collect)
    .option('--role <role>', 'a role; can be repeated', collect)
    .action((name: string, options: Options & CreateOptions) => {
      const draft = readDraft(name, options);
      return work(options, (service) => createUser(service, draft, options, surroundings));
    });
  command('show <username>', 'one user').action((name: string, options: Options) => {
    const username = readUsername(name);
    return work(options, (service) => showUser(service, username, options, surroundings));
  });
  command('list', 'all users, in no order').action((options: Options) =>
    work(options, (service) => listUsers(service, options, surroundings)),
  );
  ending('disable <username>', 'keep somebody out, and end every session of theirs').action(
    (name: string, options: Options) => {
      const username = readUsername(name);
      return work(options, (service) => disable(service, username, options, surroundings));
    },
  );
  change('enable <username>', 'let somebody in again').action((name: string, options: Options) => {
    const username = readUsername(name);
    return work(options, (service) => enable(service, username, options, surroundings));
  });
  taking(
    ending('set-password <username>', 'ask for a new password, and end every session of theirs'),
  ).action((name: string, options: Options & PasswordOptions) => {
    const username = readUsername(name);
    return work(options, (service) => setPassword(service, username, options, surroundings));
  });
  scoped(ending('scopes <username>', 'replace the scopes of somebody'))
    .option('--set <scope>', 'a scope; can be repeated', collect)
    .option('--none', 'take all scopes away')
    .action((name: string, options: Options & ScopesOptions) => {
      const username = readUsername(name);
      const wanted = readWantedScopes(options);
      return work(options, (service) =>
        setScopes(service, username, wanted, options, surroundings),
      );
    });
  return program;
}

const taking = (one: Command): Command =>
  one.option('--password-stdin', 'read the password from a pipe, one line of it');

const scoped = (one: Command): Command =>
  one.option('--reserved', 'allow scopes over the service itself: users:*, tokens:*');

const collect = (word: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  word,
];

/** @throws CliError unless exactly one service is named */
function targetOf({ stack, local, usersTable, refreshTokensTable }: Options): UsersTarget {
  const targets: readonly UsersTarget[] = [
    ...(stack === undefined ? [] : [{ stack }]),
    ...(local === undefined ? [] : [{ local }]),
    ...(usersTable === undefined || refreshTokensTable === undefined
      ? []
      : [{ usersTable, refreshTokensTable }]),
  ];
  const [target, ...others] = targets;
  const isHalf = (usersTable === undefined) !== (refreshTokensTable === undefined);
  if (target === undefined || others.length > 0 || isHalf) {
    throw new CliError(
      'say which service: --stack NAME, --local, or --users-table NAME --refresh-tokens-table NAME',
      EXIT.usage,
    );
  }
  return target;
}
