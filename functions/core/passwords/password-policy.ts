import type { User } from '../users/user.ts';
import { isCommonPassword } from './common-password.ts';
import { normalizePassword } from './normalize-password.ts';

/** What a service asks of new passwords. Those that users have already are not judged. */
export interface PasswordPolicy {
  /** In code points, once the password is normalised (NFKC). NIST SP 800-63B-4 asks for 15. */
  readonly minLength: number;
  /** What the service is called: its names are no better than the common passwords. */
  readonly serviceWords: readonly string[];
}

/** Whose password it will be. */
export type PasswordOwner = Pick<User, 'username' | 'email' | 'fullName'>;

/** The rule that a password breaks. The names are the contract: clients match on them. */
export type PasswordRule =
  | 'password_malformed'
  | 'password_too_short'
  | 'password_too_long'
  | 'password_contains_name'
  | 'password_contains_email'
  | 'password_common';

/** What became of a password: the text that is hashed, or which rule it breaks and what would pass. */
export type PasswordVerdict =
  | { readonly rule: null; readonly password: string }
  | { readonly rule: PasswordRule; readonly detail: string };

/** Names and their parts under this many code points are found in anything. */
const SHORTEST_NAME = 4;

/**
 * Judges a new password (NIST SP 800-63B-4 §3.1.1.2): by its length, by the names of its owner, and by
 * a list of common ones. There are no rules of composition: a few words in a row are a good password.
 *
 * @param typed as somebody typed it
 */
export function judgePassword(
  typed: string,
  owner: PasswordOwner,
  policy: PasswordPolicy,
): PasswordVerdict {
  // Nobody could log in with a NUL: no request may have one.
  if (!typed.isWellFormed() || typed.includes('\0')) return refused('password_malformed', policy);
  const password = normalizePassword(typed);
  if (password === null) return refused('password_too_long', policy);
  if (Array.from(password).length < policy.minLength) return refused('password_too_short', policy);
  const lower = fold(password);
  const contains = (name: string) => lower.includes(name);
  if (namesOf(owner).some(contains)) return refused('password_contains_name', policy);
  if (emailsOf(owner).some(contains)) return refused('password_contains_email', policy);
  if (isCommonPassword(password, policy.serviceWords)) return refused('password_common', policy);
  return { rule: null, password };
}

const refused = (rule: PasswordRule, { minLength }: PasswordPolicy): PasswordVerdict => ({
  rule,
  detail: DETAIL[rule].replace('MIN', String(minLength)),
});

const DETAIL: Readonly<Record<PasswordRule, string>> = {
  password_malformed:
    'The password is no proper Unicode, or has a NUL in it. Any characters will do that a keyboard has.',
  password_too_short:
    'The password is too short. Choose one of at least MIN characters, such as a few words in a row.',
  password_too_long: 'The password is too long. Choose one of at most 128 characters.',
  password_contains_name:
    'The password contains your user name or full name, or a part of one. Choose one without them.',
  password_contains_email:
    'The password contains your e-mail address or a part of it. Choose one without it.',
  password_common:
    'The password is a common one, a repetition, a sequence or two of these in a row. Choose three or more words that nobody else would put together.',
};

/** A user name, a full name, and the words in them. */
const namesOf = ({ username, fullName }: PasswordOwner): readonly string[] =>
  longEnough([...withParts(username), ...withParts(fullName ?? '')]);

/** A mail address, what stands before its @, and the words in that; hosts are too common. */
const emailsOf = ({ email }: PasswordOwner): readonly string[] =>
  email === null
    ? []
    : longEnough([fold(email), ...withParts(email.slice(0, email.lastIndexOf('@')))]);

const withParts = (name: string): readonly string[] => [
  fold(name),
  ...fold(name).split(/[^\p{L}\p{M}\p{N}]+/u),
];

const longEnough = (names: readonly string[]): readonly string[] =>
  names.filter((name) => Array.from(name).length >= SHORTEST_NAME);

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');
