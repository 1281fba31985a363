import { openSync, readSync, closeSync } from 'node:fs';
import { CliError, EXIT } from '../../cli-error.ts';
import { AUTH0_FORMAT } from './auth0-format.ts';
import { COGNITO_FORMAT } from './cognito-format.ts';
import { DJANGO_FORMAT } from './django-format.ts';
import { FASTAPI_USERS_FORMAT } from './fastapi-users-format.ts';
import { CSV_FORMAT, NDJSON_FORMAT, unknownName } from './own-format.ts';
import type { ImportFormat } from './source-user.ts';

/** The formats that users come in, by what `--format` calls them. */
export const IMPORT_FORMATS = {
  csv: CSV_FORMAT,
  ndjson: NDJSON_FORMAT,
  django: DJANGO_FORMAT,
  auth0: AUTH0_FORMAT,
  'fastapi-users': FASTAPI_USERS_FORMAT,
  cognito: COGNITO_FORMAT,
} as const satisfies Readonly<Record<string, ImportFormat>>;

/** What `--format` can say. */
export type ImportFormatName = keyof typeof IMPORT_FORMATS;

/** Enough for a CSV's first line or the beginning of a first user. */
const HEAD_BYTES = 65_536;

/** By what a file in JSON begins with. The first that fits counts. */
const BEGINNINGS: readonly (readonly [RegExp, ImportFormatName])[] = [
  [/^\{\s*"Users"\s*:/, 'cognito'],
  [/^\[?\s*\{[^{}]*"model"\s*:/, 'django'],
  // Nobody else's: read as another's file, one name of it that is misspelt would have all these left out.
  [
    /^\[?\s*\{[^{}]*"(full_name|disabled|roles|scopes|epoch|password_changed_at|password_expired)"\s*:/,
    'ndjson',
  ],
  [
    /^\[?\s*\{[\s\S]*?"(custom_password_hash|password_hash|passwordHash|email_verified)"\s*:/,
    'auth0',
  ],
  [/^\[?\s*\{[\s\S]*?"email"\s*:/, 'auth0'],
];

/**
 * @returns the format that a file has, by its beginning
 * @throws CliError when that is none that is known, or the file can't be read
 */
export function detectFormat(path: string): ImportFormatName {
  const head = headOf(path);
  if (/^[[{]/.test(head)) {
    if (isOwn(head)) return 'ndjson';
    const found = BEGINNINGS.find(([beginning]) => beginning.test(head))?.[1];
    if (found !== undefined) return found;
    throw new CliError(`${path} is JSON, but of no known kind: say --format`, EXIT.usage);
  }
  const [names = ''] = head.split(/\r?\n/);
  return /\bhashed_password\b/.test(names) ? 'fastapi-users' : 'csv';
}

/** Whether the first line is an object with nothing but names that Latchkey's own files have. */
function isOwn(head: string): boolean {
  const [line = ''] = head.split('\n');
  try {
    return line.startsWith('{') && unknownName(JSON.parse(line) as object) === null;
  } catch {
    return false;
  }
}

function headOf(path: string): string {
  const bytes = Buffer.alloc(HEAD_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      const length = readSync(file, bytes, 0, HEAD_BYTES, 0);
      return bytes
        .toString('utf8', 0, length)
        .replace(/^\uFEFF/, '')
        .trimStart();
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { message } = error as Error;
    throw new CliError(`${path} can't be read: ${message}`, undefined, { cause: error });
  }
}
