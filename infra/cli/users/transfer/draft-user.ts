import { describePasswordHash } from '../../../../functions/core/passwords/describe-password-hash.ts';
import {
  canBeHeld,
  isReservedScope,
  MOST_HELD,
  parseScope,
} from '../../../../functions/core/scopes.ts';
import {
  isEmail,
  isFullName,
  LONGEST_FULL_NAME,
} from '../../../../functions/core/users/profile-fields.ts';
import type { User } from '../../../../functions/core/users/user.ts';
import {
  normalizeUsername,
  usernameProblem,
} from '../../../../functions/core/users/normalize-username.ts';
import { USERNAME_RULES } from '../user-fields.ts';
import { FieldError } from './source-file.ts';
import type { ColumnNames, LeftOut, SourceUser } from './source-user.ts';

/** What an import adds to what the file says. */
export interface DraftOptions {
  /** Given to everybody. */
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** Whether users with a hash that no login could verify come in without a password. */
  readonly resetUnverifiable: boolean;
}

/** A checked user, as he will be if nobody has the name. */
export interface DraftUser {
  readonly user: User;
  /** What of him the file says, or the command: the rest is as for every new user. */
  readonly said: ReadonlySet<keyof User>;
  readonly leftOut: readonly LeftOut[];
}

/** Far more than anybody was logged out; near the largest whole number, one more would be none more. */
const MOST_EPOCH = 10_000_000_000;

const USER_ID = /^user:[!-~]{1,100}$/;

/**
 * Checks what a file says of a user.
 *
 * @param now milliseconds since the epoch
 * @throws FieldError naming the first value that is no good
 */
export function draftUser(
  source: SourceUser,
  columns: ColumnNames,
  options: DraftOptions,
  newUserId: () => string,
  now: number,
): DraftUser {
  const refuse = (name: keyof User, problem: string): never => {
    throw new FieldError(columns[name] ?? name, problem);
  };
  const username =
    normalizeUsername(source.username) ??
    refuse('username', USERNAME_RULES[usernameProblem(source.username) ?? 'unstable']);
  const { email = null, fullName = null } = source;
  if (email !== null && !isEmail(email)) refuse('email', 'it is no e-mail address');
  if (fullName !== null && !isFullName(fullName)) {
    refuse('fullName', `it has 1 to ${LONGEST_FULL_NAME} characters and no control characters`);
  }
  if (source.userId !== undefined && !USER_ID.test(source.userId)) {
    refuse('userId', 'it is not user: and an id behind it');
  }
  if (source.epoch !== undefined && source.epoch > MOST_EPOCH) {
    refuse('epoch', `it is more than ${MOST_EPOCH}`);
  }
  for (const name of ['roles', 'scopes'] as const) {
    if (source[name]?.some((text) => !isToken(text))) {
      refuse(name, 'one of them has characters that none has');
    }
  }
  const passwordHash = acceptedHash(source, options, refuse);
  const scopes = union(source.scopes, options.scopes);
  const roles = union(source.roles, options.roles);
  for (const [name, list] of Object.entries({ roles, scopes })) {
    if (canBeHeld(list)) continue;
    const { entries, characters } = MOST_HELD;
    refuse(
      name as 'roles' | 'scopes',
      `they are more than ${entries}, or ${characters} characters`,
    );
  }
  const createdAt = source.createdAt ?? now;
  const user: User = {
    userId: source.userId ?? newUserId(),
    username,
    passwordHash,
    epoch: source.epoch ?? 0,
    email,
    fullName,
    disabled: source.disabled ?? false,
    roles,
    scopes: scopes.filter((scope) => !isReservedScope(scope)),
    createdAt,
    updatedAt: source.updatedAt ?? now,
    passwordChangedAt: source.passwordChangedAt ?? createdAt,
    // Who comes without one is marked as somebody who needs one.
    passwordExpired: source.passwordExpired ?? passwordHash === null,
  };
  return {
    user,
    said: new Set([
      ...(Object.keys(source) as (keyof User)[]),
      ...(options.roles.length > 0 ? (['roles'] as const) : []),
      ...(options.scopes.length > 0 ? (['scopes'] as const) : []),
    ]),
    leftOut: [
      ...(source.leftOut ?? []),
      ...(scopes.some(isReservedScope) ? (['reserved_scopes'] as const) : []),
    ],
  };
}

function acceptedHash(
  { passwordHash = null }: SourceUser,
  { resetUnverifiable }: DraftOptions,
  refuse: (name: keyof User, problem: string) => never,
): string | null {
  if (passwordHash === null) return null;
  const { problem } = describePasswordHash(passwordHash);
  if (problem === null) return passwordHash;
  return resetUnverifiable ? null : refuse('passwordHash', problem);
}

const union = (ours: readonly string[] = [], theirs: readonly string[] = []): readonly string[] => [
  ...new Set([...ours, ...theirs]),
];

function isToken(text: string): boolean {
  try {
    return parseScope(text).length === 1 && !text.includes(' ');
  } catch {
    return false;
  }
}
