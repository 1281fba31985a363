import { stringify } from 'csv-stringify/sync';
import type { User } from '../../../../functions/core/users/user.ts';
import { auth0Hash, djangoHash, fastapiUsersHash } from './exported-hash.ts';
import { FASTAPI_USERS_COLUMNS } from './fastapi-users-format.ts';
import { OWN_COLUMNS } from './own-format.ts';

/** A user as a line of a file, and whether the format had no place for his hash. */
export interface ExportedUser {
  readonly text: string;
  readonly lostHash: boolean;
}

/** A format that users go out in. */
export interface ExportFormat {
  /** What stands before the first user, between two, and after the last. */
  readonly before: string;
  readonly between: string;
  readonly after: string;
  /** @param user without a hash if none shall leave */
  readonly toText: (user: User) => ExportedUser;
}

const timeText = (ms: number): string => new Date(ms).toISOString();

/** In the order of the columns. */
const ownValues = (user: User) => ({
  [OWN_COLUMNS.username]: user.username,
  [OWN_COLUMNS.email]: user.email,
  [OWN_COLUMNS.fullName]: user.fullName,
  [OWN_COLUMNS.disabled]: user.disabled,
  [OWN_COLUMNS.roles]: user.roles,
  [OWN_COLUMNS.scopes]: user.scopes,
  [OWN_COLUMNS.userId]: user.userId,
  [OWN_COLUMNS.createdAt]: timeText(user.createdAt),
  [OWN_COLUMNS.updatedAt]: timeText(user.updatedAt),
  [OWN_COLUMNS.epoch]: user.epoch,
  [OWN_COLUMNS.passwordChangedAt]: timeText(user.passwordChangedAt),
  [OWN_COLUMNS.passwordExpired]: user.passwordExpired,
  [OWN_COLUMNS.passwordHash]: user.passwordHash,
});

const csvLine = (values: readonly unknown[]): string =>
  stringify([values.map((value) => (Array.isArray(value) ? value.join(' ') : value))], {
    cast: { boolean: String },
    eof: false,
  });

const LINES = { before: '', between: '\n', after: '\n' };
const ARRAY = { before: '[\n', between: ',\n', after: '\n]\n' };

/** The formats that users go out in, by what `--format` calls them. */
export const EXPORT_FORMATS = {
  ndjson: {
    ...LINES,
    toText: (user) => ({ text: JSON.stringify(ownValues(user)), lostHash: false }),
  },
  csv: {
    ...LINES,
    before: `${csvLine(Object.values(OWN_COLUMNS))}\n`,
    toText: (user) => ({ text: csvLine(Object.values(ownValues(user))), lostHash: false }),
  },
  django: {
    ...ARRAY,
    toText(user) {
      const hash = djangoHash(user.passwordHash);
      const [last = '', ...first] = (user.fullName ?? '').split(' ').toReversed();
      const fields = {
        username: user.username,
        email: user.email ?? '',
        first_name: first.length === 0 ? last : first.toReversed().join(' '),
        last_name: first.length === 0 ? '' : last,
        // What `set_unusable_password` begins with.
        password: hash ?? '!',
        is_active: !user.disabled,
        is_staff: false,
        is_superuser: false,
        date_joined: timeText(user.createdAt),
        last_login: null,
        groups: [],
        user_permissions: [],
      };
      // Without a key of their own: `loaddata` overwrites whoever has the number.
      const text = JSON.stringify({ model: 'auth.user', fields });
      return { text, lostHash: user.passwordHash !== null && hash === null };
    },
  },
  auth0: {
    ...ARRAY,
    toText(user) {
      const hash = user.passwordHash === null ? null : auth0Hash(user.passwordHash);
      const text = JSON.stringify({
        username: user.username,
        ...(user.email === null ? {} : { email: user.email, email_verified: false }),
        ...(user.fullName === null ? {} : { name: user.fullName }),
        blocked: user.disabled,
        ...(hash === null ? {} : { custom_password_hash: hash }),
      });
      return { text, lostHash: user.passwordHash !== null && hash === null };
    },
  },
  'fastapi-users': {
    ...LINES,
    before: `${csvLine(FASTAPI_USERS_COLUMNS)}\n`,
    toText(user) {
      const hash = fastapiUsersHash(user.passwordHash);
      const id = user.userId.replace(/^user:/, '');
      const text = csvLine([id, user.email ?? user.username, hash, !user.disabled, false, false]);
      return { text, lostHash: user.passwordHash !== null && hash === null };
    },
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;

/** What `--format` can say. */
export type ExportFormatName = keyof typeof EXPORT_FORMATS;
