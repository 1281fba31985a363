import { normalizePassword } from '../../../functions/core/passwords/normalize-password.ts';
import {
  judgePassword,
  type PasswordOwner,
  type PasswordPolicy,
} from '../../../functions/core/passwords/password-policy.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { Surroundings } from './surroundings.ts';

/** What a service asks for by default: it may ask for less of those who choose their own. */
const POLICY: PasswordPolicy = { minLength: 15, serviceWords: ['latchkey'] };

/** How a command takes a password. It is never an argument: those are seen by everybody on a machine. */
export interface PasswordOptions {
  readonly passwordStdin?: boolean;
}

/**
 * Takes a new password: typed twice, or one line of the standard input.
 *
 * @param owner whose it will be
 * @returns the password as it is hashed
 * @throws CliError for one that is refused, naming the rule, and when nobody gave one
 */
export async function takeNewPassword(
  owner: PasswordOwner,
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
    return accepted(lineOf(await readInput()), owner);
  }
  if (askSecret === null) {
    throw new CliError(
      'nobody can be asked for the password here: pipe it in, with --password-stdin',
      EXIT.refused,
    );
  }
  const typed = await askSecret(`New password for ${owner.username}`, (text) =>
    passwordProblem(text, owner),
  );
  if (typed === null) throw new CliError('nothing was changed', EXIT.refused);
  const password = accepted(typed, owner);
  const again = await askSecret('The same again', () => null);
  if (again === null || normalizePassword(again) !== password) {
    throw new CliError('the two are not the same: nothing was changed', EXIT.refused);
  }
  return password;
}

function passwordProblem(typed: string, owner: PasswordOwner): string | null {
  const verdict = judgePassword(typed, owner, POLICY);
  return verdict.rule === null ? null : verdict.detail;
}

function accepted(typed: string, owner: PasswordOwner): string {
  const verdict = judgePassword(typed, owner, POLICY);
  if (verdict.rule === null) return verdict.password;
  throw new CliError(`nothing was changed. ${verdict.detail}`, EXIT.refused);
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
