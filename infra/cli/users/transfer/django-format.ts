import { flagOf, objectOf, requiredText, textOf, timeOf } from './field-values.ts';
import { jsonElements } from './json-elements.ts';
import { said } from './own-format.ts';
import type { ImportFormat, LeftOut, SourceRecord } from './source-user.ts';

/**
 * Django's `dumpdata auth.user`, as JSON or JSONL; also of a user model of one's own that has these
 * fields. Groups and permissions are numbers of other tables there, and say nothing here.
 */
export const DJANGO_FORMAT: ImportFormat = {
  title: 'a Django dump (dumpdata auth.user)',
  columns: {
    username: 'fields.username',
    email: 'fields.email',
    fullName: 'fields.first_name',
    passwordHash: 'fields.password',
    createdAt: 'fields.date_joined',
  },
  read: (text) => jsonElements(text, null),
  toUser(entry) {
    const fields = objectOf(entry, 'fields');
    // A dump of the whole app has groups and permissions beside the users.
    if (!('password' in fields)) return null;
    const hash = textOf(fields, 'password');
    const isActive = flagOf(fields, 'is_active');
    const name = ['first_name', 'last_name'].flatMap((part) => textOf(fields, part) ?? []);
    return {
      username: requiredText(fields, 'username'),
      email: textOf(fields, 'email'),
      fullName: name.length === 0 ? null : name.join(' '),
      // `set_unusable_password` writes an exclamation mark and a random text behind it.
      passwordHash: hash?.startsWith('!') ? null : hash,
      ...said('disabled', isActive === null ? null : !isActive),
      ...said('createdAt', timeOf(fields, 'date_joined')),
      leftOut: leftOut(fields),
    };
  },
};

const leftOut = (fields: SourceRecord['fields']): readonly LeftOut[] => [
  ...(['groups', 'user_permissions'].some((name) => isFilled(fields[name]))
    ? (['groups'] as const)
    : []),
  ...(['is_superuser', 'is_staff'].some((name) => flagOf(fields, name))
    ? (['privileges'] as const)
    : []),
];

const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
