import { normalizeUsername, usernameProblem, type UsernameProblem } from './normalize-username.ts';

/**
 * Why nobody can sign up under a name, although others who have such a name can log in.
 *
 * - those of `UsernameProblem`: nobody at all can have it.
 * - `invisible`: it has characters that nobody sees or that turn the reading direction, are nobody's
 *   yet (the next Unicode may fold them), or somebody's own.
 * - `white_space`: at an end, twice in a row, or other than a plain space.
 * - `marks`: it begins with a combining mark, or piles up more than four.
 * - `blank`: there is neither a letter nor a digit nor a symbol in it.
 * - `capitals`: written in capitals it is another name, as `straße` is `strasse`.
 */
export type RegistrationProblem =
  UsernameProblem | 'invisible' | 'white_space' | 'marks' | 'blank' | 'capitals';

const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;
const WHITE_SPACE = /^\s|\s$|\s\s|[^\S ]/u;
const MARKS = /^\p{M}|\p{M}{5}/u;
const SOMETHING = /[\p{L}\p{N}\p{S}]/u;

/**
 * Judges a name that a stranger chose for himself, more strictly than logging in does: a public handle
 * should not be able to pass for somebody else's. Letters of different scripts that look alike are
 * different letters here; telling those apart is nobody's who shows a name without more.
 *
 * @param name as typed
 * @returns the name as stored, or why nobody can sign up under it
 */
export function registrableUsername(
  name: string,
):
  | { readonly username: string; readonly problem: null }
  | { readonly problem: RegistrationProblem } {
  const username = normalizeUsername(name);
  if (username === null) return { problem: usernameProblem(name) ?? 'unstable' };
  // As typed, too: folding makes a plain space of many others.
  if (UNSEEN.test(name) || UNSEEN.test(username)) return { problem: 'invisible' };
  if (WHITE_SPACE.test(name) || WHITE_SPACE.test(username)) return { problem: 'white_space' };
  if (MARKS.test(name) || MARKS.test(username.normalize('NFD'))) return { problem: 'marks' };
  if (!SOMETHING.test(username)) return { problem: 'blank' };
  if (normalizeUsername(username.toUpperCase()) !== username) return { problem: 'capitals' };
  return { username, problem: null };
}
