import { type Command, CommanderError } from 'commander';
import { StartError } from '../local/start-error.ts';
import { CliError, EXIT } from './cli-error.ts';

/**
 * Runs one command line. What goes wrong is one line on `note`.
 *
 * @param words the command line after the program's name
 * @returns the exit code (see `EXIT`)
 */
export async function runCommandLine(
  program: Command,
  words: readonly string[],
  note: (line: string) => void,
): Promise<number> {
  try {
    await program.parseAsync([...words], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof CliError || error instanceof StartError)) throw error;
    note(`error: ${error.message}`);
    return error instanceof CliError ? error.exitCode : EXIT.failed;
  }
}
