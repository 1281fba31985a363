/** The longest username, in code points after normalisation. */
const MAX_CODE_POINTS = 128;

const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Why nobody can have a name: it is empty, longer than 128 code points, has lone surrogates, has
 * control characters, or changes each time it is folded (two spellings of it would be two users).
 */
export type UsernameProblem =
  'empty' | 'too_long' | 'lone_surrogate' | 'control_character' | 'unstable';

const fold = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC');

/**
 * Brings a username into the one form that the tables know, so that look-alike spellings (case,
 * full-width letters, ligatures) name one user: NFKC, lower case, NFKC again.
 *
 * @param name as somebody typed it
 * @returns the name as stored, or `null` when nobody can have that name (see `usernameProblem`)
 */
export const normalizeUsername = (name: string): string | null =>
  usernameProblem(name) === null ? fold(name) : null;

/** @returns why nobody can have that name, or `null` when somebody can */
export function usernameProblem(name: string): UsernameProblem | null {
  // NFKC can make one character of a few or eighteen of one; a bound before it keeps the work small.
  if (name.length > 4 * MAX_CODE_POINTS) return 'too_long';
  if (!name.isWellFormed()) return 'lone_surrogate';
  const folded = fold(name);
  if (folded === '') return 'empty';
  if (CONTROL_CHARACTER.test(folded)) return 'control_character';
  if (fold(folded) !== folded) return 'unstable';
  return Array.from(folded).length > MAX_CODE_POINTS ? 'too_long' : null;
}
