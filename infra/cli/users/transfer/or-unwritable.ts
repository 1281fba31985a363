import { CliError } from '../../cli-error.ts';

/**
 * Does something with a file that is written.
 *
 * @throws CliError saying of which file that fails, and why
 */
export function orUnwritable<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { message } = error as Error;
    throw new CliError(`${path} can't be written: ${message}`, undefined, { cause: error });
  }
}
