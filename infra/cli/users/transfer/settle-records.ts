import type { User } from '../../../../functions/core/users/user.ts';
import type { UsersService } from '../users-service.ts';
import { draftUser, type DraftOptions, type DraftUser } from './draft-user.ts';
import type { Outcome } from './import-sums.ts';
import { nameInRecord } from './name-in-record.ts';
import type { Reject } from './rejects-file.ts';
import { createSeenNames } from './seen-names.ts';
import { FieldError } from './source-file.ts';
import type { ImportFormat, SourceRecord } from './source-user.ts';
import type { IsAnothersId } from './taken-ids.ts';
import { writeUser, type WriteOptions } from './write-user.ts';

/** A record that was looked at, but not written yet. */
export type Prepared =
  | { readonly line: number; readonly draft: DraftUser }
  | { readonly line: number; readonly reject: Reject }
  | { readonly line: number; readonly draft: null };

/** What became of a record, and why if it was rejected. */
export interface Settled {
  readonly outcome: Outcome;
  readonly reject: Reject | null;
}

/** @returns looks at records, in the order of the file, since of two of the same name the first counts */
export function createPreparation(
  { columns, toUser }: ImportFormat,
  options: DraftOptions,
  newUserId: () => string,
  isAnothersId: IsAnothersId,
  now: number,
): (record: SourceRecord) => Prepared {
  const names = createSeenNames();
  const ids = createSeenNames();
  const claim = (
    seen: ReturnType<typeof createSeenNames>,
    user: User,
    name: 'username' | 'userId',
    line: number,
  ): void => {
    const before = seen.add(user[name], line);
    if (before === null) return;
    throw new FieldError(columns[name] ?? name, `line ${before} has the same, once normalised`);
  };
  return ({ line, fields }) => {
    let username: string | null = null;
    try {
      const source = toUser(fields);
      if (source === null) return { line, draft: null };
      ({ username } = source);
      const draft = draftUser(source, columns, options, newUserId, now);
      claim(names, draft.user, 'username', line);
      if (source.userId !== undefined) {
        claim(ids, draft.user, 'userId', line);
        if (isAnothersId(draft.user.userId, draft.user.username)) {
          throw new FieldError(
            columns.userId ?? 'userId',
            'conflict: a user of another name has it',
          );
        }
      }
      return { line, draft };
    } catch (error) {
      const name = username ?? nameInRecord(fields, columns);
      return { line, reject: rejected(error, line, name) };
    }
  };
}

/** Writes one record. */
export async function settle(
  service: UsersService,
  prepared: Prepared,
  columns: ImportFormat['columns'],
  options: WriteOptions,
): Promise<Settled> {
  if ('reject' in prepared) return { outcome: { outcome: 'rejected' }, reject: prepared.reject };
  const { draft, line } = prepared;
  if (draft === null) return { outcome: { outcome: 'passed_over' }, reject: null };
  try {
    const outcome = await writeUser(service, draft, columns, options);
    const withoutPassword = draft.user.passwordHash === null;
    return { outcome: { outcome, withoutPassword, leftOut: draft.leftOut }, reject: null };
  } catch (error) {
    const reject = rejected(error, line, draft.user.username);
    return { outcome: { outcome: 'rejected' }, reject };
  }
}

/** @throws what is no fault of the record */
function rejected(error: unknown, line: number, username: string | null): Reject {
  if (!(error instanceof FieldError)) throw error;
  return { line, column: error.column, username, reason: error.message };
}
