/** The longest username, in code points after normalisation. */
const MAX_CODE_POINTS = 128;

const CONTROL_CHARACTER = /\p{Cc}/u;

const fold = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC');

/**
 * Brings a username into the one form that the tables know, so that look-alike spellings (case,
 * full-width letters, ligatures) name one user: NFKC, lower case, NFKC again.
 *
 * @param name as somebody typed it
 * @returns the name as stored, or `null` when nobody can have that name: empty, longer than 128 code
 *   points, with control characters or lone surrogates, or of a kind that changes each time it is
 *   folded (two spellings of it would be two users)
 */
export function normalizeUsername(name: string): string | null {
  // NFKC can make one character of a few or eighteen of one; a bound before it keeps the work small.
  if (name.length > 4 * MAX_CODE_POINTS || !name.isWellFormed()) return null;
  const folded = fold(name);
  if (folded === '' || CONTROL_CHARACTER.test(folded) || fold(folded) !== folded) return null;
  return Array.from(folded).length > MAX_CODE_POINTS ? null : folded;
}
