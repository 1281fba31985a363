/** What steers a terminal, turns the direction of writing, or can't be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** @returns text that somebody else chose, safe to print: `\u{202e}` for what isn't a visible character */
export const printable = (text: string): string =>
  text.replaceAll(UNSEEN, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
