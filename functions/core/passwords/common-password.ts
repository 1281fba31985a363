import { COMMON_PASSWORDS } from './common-passwords.ts';
import { isPredictable } from './predictable-text.ts';

/** The shortest part, in characters, that is looked up on the list, and the shortest run. */
const SHORTEST_ENTRY = 4;
const SHORTEST_RUN = 3;

const PUNCTUATION = /[^\p{L}\p{M}\p{N}]/gu;

/**
 * Whether a password is among the first that somebody would try: on the list of common passwords or one
 * of the service's own words, a repetition or a sequence, or two of these in a row. Case and, where they
 * are less than half of it, punctuation and spaces don't count; letters written as digits do.
 *
 * @param password normalised
 * @param serviceWords what the service is called
 */
export function isCommonPassword(password: string, serviceWords: readonly string[]): boolean {
  const lower = password.toLowerCase();
  const bare = lower.replace(PUNCTUATION, '');
  const isPart = partsOf(serviceWords);
  return isOneOrTwo(lower, isPart) || (bare.length * 2 >= lower.length && isOneOrTwo(bare, isPart));
}

function isOneOrTwo(text: string, isPart: (text: string) => boolean): boolean {
  if (isPart(text)) return true;
  const characters = Array.from(text);
  return characters.some(
    (_, at) => isPart(characters.slice(0, at).join('')) && isPart(characters.slice(at).join('')),
  );
}

function partsOf(serviceWords: readonly string[]): (text: string) => boolean {
  const words = serviceWords.map((word) => word.normalize('NFKC').toLowerCase());
  return (text) =>
    (text.length >= SHORTEST_ENTRY && (words.includes(text) || isListed(text))) ||
    (text.length >= SHORTEST_RUN && isPredictable(text));
}

/** Searches the sorted text by halves: a set of all the words would cost each cold start. */
function isListed(text: string): boolean {
  let [from, to] = [0, COMMON_PASSWORDS.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const start = middle === 0 ? 0 : COMMON_PASSWORDS.lastIndexOf(' ', middle - 1) + 1;
    const space = COMMON_PASSWORDS.indexOf(' ', middle);
    const end = space === -1 ? COMMON_PASSWORDS.length : space;
    const word = COMMON_PASSWORDS.slice(start, end);
    if (word === text) return true;
    if (word < text) from = end + 1;
    else to = start - 1;
  }
  return false;
}
