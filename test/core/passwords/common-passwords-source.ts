import { createRequire } from 'node:module';

/** The shortest password of the list that is worth keeping: shorter ones are found in anything. */
const MIN_LENGTH = 4;

/** Characters that a text of JavaScript would have to escape; some 30 passwords have one. */
const QUOTES = /['"`\\$ ]/;

const { dictionary } = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as {
  readonly dictionary: { readonly 'passwords-common': readonly string[] };
};

/** @returns the source of `functions/core/passwords/common-passwords.ts` */
export function commonPasswordsSource(): string {
  const passwords = dictionary['passwords-common']
    .filter((password) => password.length >= MIN_LENGTH && !QUOTES.test(password))
    // The default order, by UTF-16 units: the one that `<` has.
    .toSorted();
  return `/**
 * Common passwords in lower case, sorted by their characters' codes, with a space between them: the list
 * of \`@zxcvbn-ts/language-common\` (MIT licence, © 2012-2016 Dan Wheeler and Dropbox, Inc., © 2021
 * @zxcvbn-ts) without those under ${MIN_LENGTH} characters. Written by
 * \`node test/core/passwords/write-common-passwords.ts\`. One text, so that loading it costs nothing.
 */
export const COMMON_PASSWORDS: string =
  '${passwords.join(' ')}';
`;
}
