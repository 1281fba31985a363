import { InvalidArgumentError, Option, type Command } from 'commander';
import { isReservedScope } from '../../../functions/core/scopes.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { collect } from '../operator-program.ts';
import { EXPORT_FORMATS } from './transfer/export-formats.ts';
import { exportUsers, type ExportOptions } from './transfer/export-users.ts';
import { IMPORT_FORMATS, type ImportFormatName } from './transfer/formats.ts';
import { importUsers } from './transfer/import-users.ts';
import { readRoles, readScopes } from './user-fields.ts';
import type { UsersCommands } from './users-commands.ts';
import type { UsersOptions } from './users-program.ts';

interface ImportWords extends UsersOptions {
  readonly format?: ImportFormatName;
  readonly role?: readonly string[];
  readonly scope?: readonly string[];
  readonly update?: boolean;
  readonly resetUnverifiable?: boolean;
  readonly restart?: boolean;
  readonly parallel: number;
  readonly rate?: number;
}

/** How many users are written at once, if nobody says otherwise. */
const PARALLEL = 32;

/**
 * Declares what carries users from and to other systems.
 *
 * @param onIncomplete told when not everybody came in, although the command did all it could
 */
export function addTransferCommands(users: UsersCommands, onIncomplete: () => void): void {
  addImport(users, onIncomplete);
  addExport(users);
}

function addImport({ ending, work, surroundings }: UsersCommands, onIncomplete: () => void): void {
  withRoles(ending('import <file>', 'bring users in from a file, with their hashes'))
    .addOption(
      new Option('--format <format>', 'what the file is; else told by its beginning').choices(
        Object.keys(IMPORT_FORMATS),
      ),
    )
    .option('--update', 'change users who are there and differ; else they are rejected')
    .option(
      '--reset-unverifiable',
      'bring in who has a hash that no login could verify, without it',
    )
    .option('--restart', 'begin anew, although an import of this file stopped half-way')
    .option('--parallel <count>', 'how many are written at once', countUpTo(256), PARALLEL)
    .option('--rate <count>', 'how many are written in a second at most', countUpTo(100_000))
    .action((file: string, words: ImportWords) => {
      const { role = [], scope = [], rate = null, ...given } = words;
      const scopes = readScopes(scope, true);
      if (scopes.some(isReservedScope)) {
        throw new CliError('no import gives reserved scopes (users:*, tokens:*)', EXIT.refused);
      }
      const { update = false, restart = false, resetUnverifiable = false } = words;
      const about = { update, restart, resetUnverifiable, rate, roles: readRoles(role), scopes };
      return work(words, async (service) => {
        const all = await importUsers(service, file, { ...given, ...about }, surroundings);
        if (!all) onIncomplete();
      });
    });
}

function addExport({ ending, work, surroundings }: UsersCommands): void {
  ending('export <file>', 'write all users into a file; - is the standard output')
    .addOption(
      new Option('--format <format>', 'what the file will be')
        .choices(Object.keys(EXPORT_FORMATS))
        .makeOptionMandatory(),
    )
    .option('--with-hashes', "with the passwords' hashes")
    .action((file: string, options: UsersOptions & ExportOptions) =>
      work(options, (service) => exportUsers(service, file, options, surroundings)),
    );
}

const withRoles = (one: Command): Command =>
  one
    .option('--role <role>', 'a role for everybody; can be repeated', collect)
    .option('--scope <scope>', 'a scope for everybody; can be repeated', collect);

const countUpTo =
  (most: number) =>
  (word: string): number => {
    const count = /^\d{1,6}$/.test(word) ? Number(word) : 0;
    if (count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`a whole number from 1 to ${most}`);
  };
