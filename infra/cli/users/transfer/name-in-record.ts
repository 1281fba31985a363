import type { ColumnNames, SourceRecord } from './source-user.ts';

/**
 * Finds the name in a record that can't be read as a user, for whoever has to mend the file: all the
 * records of a JSON file may lie on one line.
 *
 * @returns the name as the file has it, or else the address; `null` when there is neither
 */
export function nameInRecord(
  fields: SourceRecord['fields'],
  { username, email }: ColumnNames,
): string | null {
  for (const path of [username, email]) {
    const found = path === undefined ? null : valueAt(fields, path.split('.'));
    if (typeof found === 'string' && found !== '') return found;
  }
  return null;
}

const valueAt = (fields: unknown, path: readonly string[]): unknown => {
  let value = fields;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
};
