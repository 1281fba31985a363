/** The longest mail address, in UTF-16 units (RFC 5321 §4.5.3.1 leaves 254 for what is between < and >). */
const LONGEST_EMAIL = 254;

/** The longest full name, in code points. */
export const LONGEST_FULL_NAME = 200;

/** Something on both sides of one @: whether mail arrives there, only sending some can tell. */
const EMAIL = /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u;

/** Joiners and fillers are part of some names, and none by themselves. */
const SEEN = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Controls, and what turns the reading direction of everything behind it. */
const UNFIT_FOR_TEXT = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** @returns whether a text can be a mail address: its form alone is looked at */
export const isEmail = (text: string): boolean =>
  text.length <= LONGEST_EMAIL && text.isWellFormed() && EMAIL.test(text);

/** @returns whether a text can be a full name: something to see, on one line */
export const isFullName = (text: string): boolean =>
  text.length <= 2 * LONGEST_FULL_NAME &&
  text.isWellFormed() &&
  SEEN.test(text) &&
  Array.from(text).length <= LONGEST_FULL_NAME &&
  !UNFIT_FOR_TEXT.test(text);
