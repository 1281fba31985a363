import { OAuthError } from '../../../functions/core/oauth-error.ts';
import {
  canBeHeld,
  isReservedScope,
  MOST_HELD,
  parseScope,
} from '../../../functions/core/scopes.ts';
import {
  normalizeUsername,
  usernameProblem,
  type UsernameProblem,
} from '../../../functions/core/users/normalize-username.ts';
import {
  isEmail,
  isFullName,
  LONGEST_FULL_NAME,
} from '../../../functions/core/users/profile-fields.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { printable } from '../printable.ts';

/** Why nobody can have a name, for those who wanted it. */
export const USERNAME_RULES: Readonly<Record<UsernameProblem, string>> = {
  empty: 'it is empty',
  too_long: 'it has more than 128 characters once it is normalised (NFKC, lower case)',
  lone_surrogate: 'it is no proper Unicode',
  control_character: 'it has a control character in it',
  unstable: 'two spellings of it would be two users (it changes each time it is normalised)',
};

/**
 * @returns the name as it is stored
 * @throws CliError naming the rule that it breaks
 */
export function readUsername(name: string): string {
  const username = normalizeUsername(name);
  if (username !== null) return username;
  const rule = USERNAME_RULES[usernameProblem(name) ?? 'unstable'];
  const shown = printable(name.length > 40 ? `${name.slice(0, 40)}…` : name);
  throw new CliError(`nobody can be named "${shown}": ${rule}`, EXIT.usage);
}

/** @throws CliError for what can be no e-mail address */
export function readEmail(email: string): string {
  if (isEmail(email)) return email;
  throw new CliError(`"${printable(email)}" is no e-mail address`, EXIT.usage);
}

/** @throws CliError for a name that is empty, over-long, or has control characters */
export function readFullName(name: string): string {
  if (isFullName(name)) return name;
  throw new CliError(
    `a full name has 1 to ${LONGEST_FULL_NAME} characters and no control characters`,
    EXIT.usage,
  );
}

/**
 * @param words each may be several scopes with one space between them, as OAuth 2 writes them
 * @param reserved whether scopes that rule over the service itself may be among them
 * @throws CliError for a malformed scope, and for a reserved one that was not asked for as such
 */
export function readScopes(words: readonly string[], reserved: boolean): readonly string[] {
  const scopes = readAllTokens(words, 'scope');
  const guarded = scopes.filter(isReservedScope);
  if (guarded.length > 0 && !reserved) {
    throw new CliError(
      `${guarded.join(', ')}: whoever holds it rules over the token service itself. Say --reserved if that is meant`,
      EXIT.refused,
    );
  }
  return scopes;
}

/** @throws CliError for a malformed role: roles are written as scopes are, with spaces between them */
export const readRoles = (words: readonly string[]): readonly string[] =>
  readAllTokens(words, 'role');

/** @throws CliError for more than fit into a token */
function readAllTokens(words: readonly string[], kind: 'scope' | 'role'): readonly string[] {
  const tokens = [...new Set(words.flatMap((word) => readTokens(word, kind)))];
  if (canBeHeld(tokens)) return tokens;
  const { entries, characters } = MOST_HELD;
  throw new CliError(
    `these are too many ${kind}s to fit into a token: at most ${entries}, of ${characters} characters together`,
    EXIT.usage,
  );
}

function readTokens(word: string, kind: 'scope' | 'role'): readonly string[] {
  try {
    return parseScope(word);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    throw new CliError(
      `"${printable(word)}" is no ${kind}: it has printable ASCII characters, and no space, " or \\`,
      EXIT.usage,
    );
  }
}
