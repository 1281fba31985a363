/** What steers a terminal, turns the direction of writing, or can't be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** @returns text that somebody else chose, safe to print: `\u{202e}` for what isn't a visible character */
export const printable = (text: string): string =>
  text.replaceAll(UNSEEN, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);

/** As above; the line ends are the layout's own, and JSON has escaped the other controls up to a space. */
const UNSEEN_IN_JSON = /[\p{Cf}\u007F-\u009F\p{Zl}\p{Zp}]/gu;

/** @returns JSON of what somebody else chose, safe to print: another spelling of the same texts */
export const printableJson = (value: object, indent?: number): string =>
  JSON.stringify(value, null, indent).replaceAll(UNSEEN_IN_JSON, (letter) =>
    Array.from({ length: letter.length }, (_, at) => escaped(letter.charCodeAt(at))).join(''),
  );

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
