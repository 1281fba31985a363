import { isReservedScope } from '../../../../functions/core/scopes.ts';
import type { EndingStep } from '../../../../functions/core/sessions/end-sessions.ts';
import type { UserChange } from '../../../../functions/core/users/user-changes.ts';
import type { User } from '../../../../functions/core/users/user.ts';
import { changeUser } from '../change-user.ts';
import type { UsersService } from '../users-service.ts';
import type { DraftUser } from './draft-user.ts';
import { FieldError } from './source-file.ts';
import type { ColumnNames } from './source-user.ts';

/** What became of a user who was fit to come in. */
export type Written = 'imported' | 'skipped' | 'updated';

/** How a user is written. */
export interface WriteOptions {
  /** Whether users who are there and differ are changed. */
  readonly update: boolean;
  readonly dryRun: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What is compared, in the order in which a difference is named. */
const COMPARED = ['email', 'fullName', 'disabled', 'roles', 'scopes', 'passwordExpired'] as const;

/**
 * Writes a user under the condition that nobody has the name. Who has it is left as he is, or changed
 * to what the file says if that was asked for.
 *
 * @throws FieldError when somebody else has the name, or the user himself but differing
 */
export async function writeUser(
  service: UsersService,
  draft: DraftUser,
  columns: ColumnNames,
  { update, dryRun, now }: WriteOptions,
): Promise<Written> {
  const { user } = draft;
  const { users } = service;
  if (!dryRun && (await users.create(user))) return 'imported';
  const existing = await users.find(user.username);
  // Deleted between the two calls: who runs the import again finds out.
  if (existing === null) {
    if (dryRun) return 'imported';
    throw new FieldError(columns.username, 'conflict: a user of this name was deleted just now');
  }
  if (draft.said.has('userId') && existing.userId !== user.userId) {
    throw new FieldError(columns.userId ?? 'userId', 'conflict: another user has this name');
  }
  const differing = differences(existing, draft);
  const names = Object.keys(differing) as (keyof User)[];
  const [first] = names;
  if (first === undefined) return 'skipped';
  if (!update) {
    const others = names.map((name) => columns[name] ?? name).join(', ');
    throw new FieldError(
      columns[first] ?? first,
      `conflict: a user of this name is there and differs in ${others}`,
    );
  }
  if (!dryRun) {
    await changeUser(service, existing, (current) => [changeTo(current, draft, now())]);
  }
  return 'updated';
}

/** @returns what the file says of a user and the table does not */
function differences(existing: User, { user, said }: DraftUser): UserChange {
  const differs = COMPARED.filter(
    (name) => said.has(name) && comparable(existing[name]) !== comparable(user[name]),
  );
  return {
    ...Object.fromEntries(differs.map((name) => [name, user[name]])),
    ...(samePassword(existing, { user, said }) ? {} : { passwordHash: user.passwordHash }),
  };
}

/** Reserved scopes are none of an import's business, and the order of a list says nothing. */
const comparable = (value: string | boolean | readonly string[] | null): unknown =>
  typeof value === 'object' && value !== null
    ? value
        .filter((text) => !isReservedScope(text))
        .toSorted()
        .join(' ')
    : value;

/**
 * A login hashes a good password anew. Who has not changed it since the time that the file says has
 * the same one.
 */
function samePassword(existing: User, { user, said }: Pick<DraftUser, 'user' | 'said'>): boolean {
  if (user.passwordHash === null || user.passwordHash === existing.passwordHash) return true;
  const hasTime = said.has('passwordChangedAt') || said.has('createdAt');
  return (
    existing.passwordHash !== null &&
    hasTime &&
    existing.passwordChangedAt === user.passwordChangedAt
  );
}

/** Whom a change keeps out, or gives another password, it logs out: by one write, as always. */
function changeTo(current: User, draft: DraftUser, now: number): EndingStep {
  const set = differences(current, draft);
  const { scopes } = set;
  const { userId, epoch, passwordHash } = current;
  const endsSessions =
    'passwordHash' in set || set.disabled === true || set.passwordExpired === true;
  return {
    step: 'change_user',
    when: { userId, epoch, passwordHash },
    set: {
      ...set,
      ...(scopes === undefined
        ? {}
        : { scopes: [...current.scopes.filter(isReservedScope), ...scopes] }),
      ...('passwordHash' in set ? { passwordChangedAt: now, passwordExpired: false } : {}),
      ...(endsSessions ? { epoch: epoch + 1 } : {}),
      updatedAt: now,
    },
  };
}
