import { existsSync } from 'node:fs';
import type { User } from '../../../../functions/core/users/user.ts';
import { askFirst } from '../../ask-first.ts';
import { CliError, EXIT } from '../../cli-error.ts';
import type { CommandOptions } from '../../operator-program.ts';
import { printable } from '../../printable.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ListedUser, UsersService } from '../users-service.ts';
import { openExportFile, type Sink } from './export-file.ts';
import { EXPORT_FORMATS, type ExportFormat, type ExportFormatName } from './export-formats.ts';
import { figure } from './import-sums.ts';

/** How users are exported. */
export interface ExportOptions extends CommandOptions {
  readonly format: ExportFormatName;
  /** Whether the passwords' hashes leave too. */
  readonly withHashes?: boolean;
}

/**
 * Writes all users into a file that only its owner can read, or to the standard output. The file is
 * there when it is whole.
 *
 * @param path `-`: the standard output
 * @throws CliError when the file is there already, when nobody agrees to let hashes leave, and after
 *   the rest was written when items were not readable
 */
export async function exportUsers(
  service: UsersService,
  path: string,
  options: ExportOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { withHashes = false, dryRun = false } = options;
  const { print, note } = surroundings;
  const target = path === '-' ? 'the standard output' : path;
  if (path !== '-' && existsSync(path)) {
    throw new CliError(`${path} is there already: nothing was written`, EXIT.refused);
  }
  if (dryRun) {
    note(`would: write all users of ${service.name} to ${target}`);
    return;
  }
  if (withHashes) {
    const effects = [
      `write the password hashes of all users of ${service.name} to ${target}`,
      'whoever gets hold of them can try passwords on them without anybody noticing',
    ];
    await askFirst('Let the hashes leave?', effects, options, surroundings);
  }
  const sink = path === '-' ? printing(print) : openExportFile(path);
  try {
    const { users, lost, broken } = await writeAll(service, sink, options, note);
    sink.finish();
    const hashes = withHashes ? ' with their hashes' : ' without their hashes';
    note(`exported ${figure(users)} users of ${service.name}${hashes}`);
    if (lost > 0) note(`${figure(lost)} have a hash that ${options.format} can't have: left out`);
    if (broken > 0) throw new CliError(`${broken} of the table's items could not be read`);
  } catch (error) {
    sink.drop();
    throw error;
  }
}

async function writeAll(
  service: UsersService,
  { write }: Sink,
  { format: name, withHashes = false }: ExportOptions,
  note: Surroundings['note'],
): Promise<{ readonly users: number; readonly lost: number; readonly broken: number }> {
  const format: ExportFormat = EXPORT_FORMATS[name];
  let [users, lost, broken] = [0, 0, 0];
  const onBroken = (key: string): void => {
    broken += 1;
    note(`the item ${printable(key)} is not a user as Latchkey writes them`);
  };
  const all = withHashes ? service.listWithHashes(onBroken) : withoutHashes(service.list(onBroken));
  write(format.before);
  for await (const user of all) {
    const { text, lostHash } = format.toText(user);
    write(users === 0 ? text : `${format.between}${text}`);
    users += 1;
    if (lostHash) lost += 1;
  }
  // Lines end with a line end, and none is no empty line.
  if (users > 0 || format.before !== '')
    write(users === 0 ? format.after.trimStart() : format.after);
  return { users, lost, broken };
}

async function* withoutHashes(users: AsyncIterable<ListedUser>): AsyncGenerator<User> {
  for await (const user of users) yield { ...user, passwordHash: null };
}

/** A line at a time, whole ones. */
function printing(print: (line: string) => void): Sink {
  let rest = '';
  return {
    write(text) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) print(line);
    },
    finish() {
      if (rest !== '') print(rest);
    },
    drop: () => undefined,
  };
}
