import type { User } from '../../../../functions/core/users/user.ts';
import { printable } from '../../printable.ts';
import { csvRecords } from './csv-records.ts';
import { countOf, flagOf, requiredText, textOf, textsOf, timeOf } from './field-values.ts';
import { jsonElements } from './json-elements.ts';
import { BrokenFile } from './source-file.ts';
import type { ImportFormat, SourceRecord, SourceUser } from './source-user.ts';

/** What the values are called in Latchkey's own files, in the order in which an export writes them. */
export const OWN_COLUMNS = {
  username: 'username',
  email: 'email',
  fullName: 'full_name',
  disabled: 'disabled',
  roles: 'roles',
  scopes: 'scopes',
  userId: 'user_id',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  epoch: 'epoch',
  passwordChangedAt: 'password_changed_at',
  passwordExpired: 'password_expired',
  passwordHash: 'password_hash',
} as const satisfies Record<keyof User, string>;

/** Latchkey's own CSV. Only `username` must be there; an empty value says what a missing column says. */
export const CSV_FORMAT: ImportFormat = {
  title: "Latchkey's own CSV",
  columns: OWN_COLUMNS,
  read: (text) =>
    csvRecords(text, { known: Object.values(OWN_COLUMNS), required: [OWN_COLUMNS.username] }),
  toUser: ownUser,
};

/** A longer one is no name that somebody has misspelt. */
const LONGEST_SHOWN = 40;

/** Latchkey's own NDJSON: an object a line, with the columns of the CSV. */
export const NDJSON_FORMAT: ImportFormat = {
  title: "Latchkey's own NDJSON",
  columns: OWN_COLUMNS,
  async *read(text) {
    for await (const record of jsonElements(text, null)) {
      const name = unknownName(record.fields);
      if (name !== null) {
        const known = Object.values(OWN_COLUMNS).join(', ');
        const shown = printable(name.slice(0, LONGEST_SHOWN));
        throw new BrokenFile(record.line, `"${shown}" is not known; these are: ${known}`);
      }
      yield record;
    }
  },
  toUser: ownUser,
};

/** @returns the first name in an object that Latchkey's own files don't have, or `null` */
export const unknownName = (fields: object): string | null =>
  Object.keys(fields).find((name) => !(Object.values(OWN_COLUMNS) as string[]).includes(name)) ??
  null;

function ownUser(fields: SourceRecord['fields']): SourceUser {
  const columns = OWN_COLUMNS;
  return {
    username: requiredText(fields, columns.username),
    // What the file has a column for it says, also that there is nothing.
    ...(columns.email in fields ? { email: textOf(fields, columns.email) } : {}),
    ...(columns.fullName in fields ? { fullName: textOf(fields, columns.fullName) } : {}),
    ...(columns.passwordHash in fields
      ? { passwordHash: textOf(fields, columns.passwordHash) }
      : {}),
    ...said('disabled', flagOf(fields, columns.disabled)),
    ...said('roles', textsOf(fields, columns.roles)),
    ...said('scopes', textsOf(fields, columns.scopes)),
    ...said('userId', textOf(fields, columns.userId)),
    ...said('createdAt', timeOf(fields, columns.createdAt)),
    ...said('updatedAt', timeOf(fields, columns.updatedAt)),
    ...said('epoch', countOf(fields, columns.epoch)),
    ...said('passwordChangedAt', timeOf(fields, columns.passwordChangedAt)),
    ...said('passwordExpired', flagOf(fields, columns.passwordExpired)),
  };
}

/** @returns the value under its name, or nothing */
export const said = <Name extends keyof User, Value>(
  name: Name,
  value: Value | null,
): Partial<Record<Name, Value>> =>
  value === null ? {} : ({ [name]: value } as Partial<Record<Name, Value>>);
