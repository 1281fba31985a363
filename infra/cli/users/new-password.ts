import { normalizePassword } from '../../../functions/core/passwords/normalize-password.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { Surroundings } from './surroundings.ts';

/** NIST SP 800-63B-4 §3.1.1.2, for a password that is the only factor; in code points. */
const MIN_CODE_POINTS = 15;

/** How a command takes a password. It is never an argument: those are seen by everybody on a machine. */
export interface PasswordOptions {
  readonly passwordStdin?: boolean;
}

/**
 * Takes a new password: typed twice, or one line of the standard input.
 *
 * @param username whose it will be, for the prompt
 * @returns the password as it is hashed
 * @throws CliError for one that is refused, naming the rule, and when nobody gave one
 */
export async function takeNewPassword(
  username: string,
  { passwordStdin = false }: PasswordOptions,
  { askSecret, readInput }: Pick<Surroundings, 'askSecret' | 'readInput'>,
): Promise<string> {
  if (passwordStdin) {
    if (readInput === null) {
      throw new CliError(
        '--password-stdin reads from a pipe, since a terminal would show the password: leave it out to be asked',
        EXIT.usage,
      );
    }
    return accepted(lineOf(await readInput()));
  }
  if (askSecret === null) {
    throw new CliError(
      'nobody can be asked for the password here: pipe it in, with --password-stdin',
      EXIT.refused,
    );
  }
  const typed = await askSecret(`New password for ${username}`, passwordProblem);
  if (typed === null) throw new CliError('nothing was changed', EXIT.refused);
  const password = accepted(typed);
  const again = await askSecret('The same again', () => null);
  if (again === null || normalizePassword(again) !== password) {
    throw new CliError('the two are not the same: nothing was changed', EXIT.refused);
  }
  return password;
}

/** @returns the rule that a password breaks, or `null` */
export function passwordProblem(typed: string): string | null {
  const password = normalizePassword(typed);
  if (password === null) return 'a password has at most 128 characters, in proper Unicode';
  return Array.from(password).length < MIN_CODE_POINTS
    ? `a password has at least ${MIN_CODE_POINTS} characters`
    : null;
}

function accepted(typed: string): string {
  const problem = passwordProblem(typed);
  const password = normalizePassword(typed);
  if (problem !== null || password === null) {
    throw new CliError(`${problem ?? 'no password'}: nothing was changed`, EXIT.refused);
  }
  return password;
}

/** @throws CliError unless it is one line of UTF-8 */
function lineOf(input: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(input);
  } catch {
    throw new CliError('the password on the standard input is not UTF-8', EXIT.usage);
  }
  const line = text.replace(/\r?\n$/, '');
  if (/[\r\n]/.test(line)) {
    throw new CliError('--password-stdin takes one line, and got several', EXIT.usage);
  }
  return line;
}
