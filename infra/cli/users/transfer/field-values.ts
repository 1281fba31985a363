import { FieldError } from './source-file.ts';
import type { SourceRecord } from './source-user.ts';

type Fields = SourceRecord['fields'];

/** @returns the text, or `null` when there is none or an empty one */
export function textOf(fields: Fields, column: string): string | null {
  const value = fields[column];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new FieldError(column, 'it is not text');
  return value;
}

/** @throws FieldError when there is none */
export function requiredText(fields: Fields, column: string): string {
  const text = textOf(fields, column);
  if (text === null) throw new FieldError(column, 'it is empty');
  return text;
}

/** As Postgres, MySQL, SQLite, Python and spreadsheets write them. */
const YES: readonly unknown[] = [true, 1, 'true', 't', '1', 'yes'];
const NO: readonly unknown[] = [false, 0, 'false', 'f', '0', 'no'];

/** @returns `null` when there is none */
export function flagOf(fields: Fields, column: string): boolean | null {
  const value = fields[column];
  if (value === undefined || value === null || value === '') return null;
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if (YES.includes(word)) return true;
  if (NO.includes(word)) return false;
  throw new FieldError(column, 'it is neither true nor false');
}

/** A date with a time, as ISO 8601 and databases write it. Without a zone it is taken as UTC. */
const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** @returns milliseconds since the epoch, or `null` when there is none */
export function timeOf(fields: Fields, column: string): number | null {
  const text = textOf(fields, column);
  if (text === null) return null;
  const [, date, time, fraction = '', zone = 'Z'] = TIME.exec(text) ?? [];
  const offset = /^[+-]\d\d$/.test(zone)
    ? `${zone}:00`
    : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const ms = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${offset.toUpperCase()}`);
  if (!isTime(ms) || !isDay(date)) {
    throw new FieldError(column, 'it is not a time like 2026-11-21T09:00:00Z');
  }
  return ms;
}

/** `Date` takes a 31st of February for the 3rd of March. */
const isDay = (date = ''): boolean =>
  new Date(Date.parse(`${date}T00:00:00Z`)).toISOString().startsWith(date);

/** The end of the year 9999: what is later has no date of the usual form, and some has none at all. */
const LAST_TIME = 253_402_300_799_999;

/** @returns whether something happened then, in milliseconds since the epoch, that can be written down */
export const isTime = (ms: number): boolean => ms >= 0 && ms <= LAST_TIME;

/** @returns the number, or `null` when there is none */
export function countOf(fields: Fields, column: string): number | null {
  const value = fields[column];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' && !/^\d+$/.test(value) ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new FieldError(column, 'it is not a whole number');
  }
  return number;
}

/** @returns a JSON object's member that is an object itself; an empty one when there is none */
export function objectOf(fields: Fields, column: string): Fields {
  const value = fields[column];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') throw new FieldError(column, 'it is not an object');
  return value as Fields;
}

/** @returns a list of texts, or one text with spaces between them; `null` when there is none */
export function textsOf(fields: Fields, column: string): readonly string[] | null {
  const value = fields[column];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.split(' ').filter((text) => text !== '');
  if (!Array.isArray(value) || !value.every((text) => typeof text === 'string')) {
    throw new FieldError(column, 'it is not a list of texts');
  }
  return value;
}
