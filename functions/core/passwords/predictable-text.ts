/** What a finger runs along, on a keyboard or in counting. */
const ROWS = ['01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** How often a text must repeat its beginning, and how long its runs must be on average. */
const TIMES = 3;

/**
 * @param text in lower case
 * @returns whether it is a repetition (`abcabcabc`) or is made of runs of three characters or more on
 *   average: the same again and again, up or down the alphabet, the digits or a keyboard's row
 */
export function isPredictable(text: string): boolean {
  const characters = Array.from(text);
  return (
    periodOf(characters) * TIMES <= characters.length ||
    countRuns(characters) * TIMES <= characters.length
  );
}

/** @returns after how many characters the text begins anew, to its end */
function periodOf(characters: readonly string[]): number {
  let period = 1;
  while (
    characters.some((character, at) => at >= period && character !== characters[at - period])
  ) {
    period += 1;
  }
  return period;
}

function countRuns(characters: readonly string[]): number {
  let runs = 0;
  let going: readonly string[] = [];
  let previous: string | null = null;
  for (const character of characters) {
    const ways: readonly string[] = previous === null ? [] : waysBetween(previous, character);
    const same = going.length === 0 ? ways : ways.filter((way) => going.includes(way));
    if (same.length === 0) {
      runs += 1;
      previous = character;
      going = [];
    } else {
      previous = character;
      going = same;
    }
  }
  return runs;
}

/** @returns each way in which one character follows another; none for most */
function waysBetween(one: string, other: string): readonly string[] {
  const step = (other.codePointAt(0) ?? 0) - (one.codePointAt(0) ?? 0);
  const along = ROWS.flatMap((row, index) => [
    ...(row.includes(one + other) ? [`row ${index} forwards`] : []),
    ...(row.includes(other + one) ? [`row ${index} backwards`] : []),
  ]);
  return Math.abs(step) <= 1 ? [`step ${step}`, ...along] : along;
}
