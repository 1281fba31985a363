import type { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.ts';
import { createOperatorProgram, withService, type CommandOptions } from '../operator-program.ts';
import { runCommandLine } from '../run-command-line.ts';
import { addAccessCommands } from './access-commands.ts';
import { addRecordCommands } from './record-commands.ts';
import { addSessionCommands } from './session-commands.ts';
import type { Surroundings } from './surroundings.ts';
import { addTransferCommands } from './transfer-commands.ts';
import type { UsersService, UsersTarget } from './users-service.ts';

/** What every users command takes. */
export interface UsersOptions extends CommandOptions {
  readonly stack?: string;
  readonly local?: true;
  readonly usersTable?: string;
  readonly refreshTokensTable?: string;
}

/**
 * Runs one command line. What goes wrong is one line on `note`.
 *
 * @param words the command line after the program's name
 * @returns the exit code (see `EXIT`)
 */
export async function runUsersProgram(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  let isIncomplete = false;
  const declared = createOperatorProgram(
    'users',
    'Makes, shows and changes the users of a token service.',
    byTables,
    surroundings,
  );
  const work = (
    options: UsersOptions,
    action: (service: UsersService) => Promise<void>,
  ): Promise<void> => withService(surroundings.open(targetOf(options)), action);
  const users = { ...declared, work, surroundings };
  addRecordCommands(users);
  addAccessCommands(users);
  addSessionCommands(users);
  addTransferCommands(users, () => {
    isIncomplete = true;
  });
  const exitCode = await runCommandLine(declared.program, words, surroundings.note);
  return exitCode === EXIT.done && isIncomplete ? EXIT.failed : exitCode;
}

/** Lets a service be named by its tables. */
export const byTables = (one: Command): Command =>
  one
    .option('--users-table <name>', 'or its tables: the one of the users (output UsersTableName)')
    .option('--refresh-tokens-table <name>', 'and its other (output RefreshTokensTableName)');

/** @throws CliError unless exactly one service is named */
export function targetOf({
  stack,
  local,
  usersTable,
  refreshTokensTable,
}: UsersOptions): UsersTarget {
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
