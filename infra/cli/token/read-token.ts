import { parseRefreshToken } from '../../../functions/core/sessions/refresh-token.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { Surroundings } from './token-program.ts';

/** What somebody gave to look at. */
export interface GivenToken {
  readonly token: string;
  readonly kind: 'access' | 'refresh';
}

/**
 * Takes the token from the argument, or from a pipe for `-` and for none. What people paste is taken
 * for what they mean: with `Authorization: Bearer` before it, or the whole answer of `POST /token`.
 *
 * @throws CliError when there is no token
 */
export async function readToken(
  argument: string | undefined,
  { readInput, note }: Pick<Surroundings, 'readInput' | 'note'>,
): Promise<GivenToken> {
  const isPiped = argument === undefined || argument === '-';
  if (isPiped && readInput === null) {
    throw new CliError('pipe a token in, or give it as an argument', EXIT.usage);
  }
  const text = isPiped ? Buffer.from((await readInput?.()) ?? []).toString('utf8') : argument;
  if (!isPiped) {
    note(
      'note: an argument can be read in the list of processes and stays in the history of the shell; - reads the token from a pipe',
    );
  }
  const token = bare(text.trim());
  if (token === '') throw new CliError('there is no token in what was given', EXIT.usage);
  return { token, kind: parseRefreshToken(token) === null ? 'access' : 'refresh' };
}

function bare(text: string): string {
  if (!text.startsWith('{')) {
    return text.replace(/^(?:authorization:\s*)?bearer\s+/i, '');
  }
  try {
    const { access_token: token } = JSON.parse(text) as { readonly access_token?: unknown };
    return typeof token === 'string' ? token : '';
  } catch {
    return '';
  }
}
