import { flagOf, isTime, objectOf, requiredText, textOf } from './field-values.ts';
import { jsonElements } from './json-elements.ts';
import { said } from './own-format.ts';
import { FieldError } from './source-file.ts';
import type { ImportFormat, SourceRecord } from './source-user.ts';

/**
 * What `aws cognito-idp list-users` prints. Cognito gives no hashes away: the users come without a
 * password, and one has to be set before they can log in.
 */
export const COGNITO_FORMAT: ImportFormat = {
  title: "Cognito's list-users",
  columns: { username: 'Username', email: 'Attributes.email', fullName: 'Attributes.name' },
  read: (text) => jsonElements(text, 'Users'),
  toUser(fields) {
    const attributes = attributesOf(fields);
    const attribute = (name: string): string | null => attributes.get(name) ?? null;
    const username = requiredText(fields, 'Username');
    const email = attribute('email');
    const parts = ['given_name', 'family_name'].flatMap((name) => attribute(name) ?? []);
    const isEnabled = flagOf(fields, 'Enabled');
    return {
      // In pools where people log in with their addresses, the name is a number that nobody knows.
      username: username === attribute('sub') ? (email ?? username) : username,
      email,
      fullName: attribute('name') ?? (parts.length === 0 ? null : parts.join(' ')),
      passwordHash: null,
      ...said('disabled', isEnabled === null ? null : !isEnabled),
      ...said('createdAt', createdAt(fields)),
    };
  },
};

function attributesOf(fields: SourceRecord['fields']): ReadonlyMap<string, string> {
  const { Attributes: list = [] } = fields;
  if (!Array.isArray(list)) throw new FieldError('Attributes', 'it is not a list');
  return new Map(
    (list as readonly unknown[]).flatMap((entry) => {
      const one = objectOf({ Attributes: entry }, 'Attributes');
      const [name, value] = [textOf(one, 'Name'), textOf(one, 'Value')];
      return name === null || value === null ? [] : [[name, value] as const];
    }),
  );
}

/** A text from version 2 of the AWS CLI, seconds from version 1. */
function createdAt({ UserCreateDate: date }: SourceRecord['fields']): number | null {
  if (date === undefined || date === null) return null;
  const ms = typeof date === 'number' ? Math.round(date * 1000) : Date.parse(date as string);
  if (!isTime(ms)) throw new FieldError('UserCreateDate', 'it is not a time');
  return ms;
}
