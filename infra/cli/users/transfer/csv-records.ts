import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type CsvErrorCode } from 'csv-parse';
import { printable } from '../../printable.ts';
import { BrokenFile } from './source-file.ts';
import type { SourceRecord } from './source-user.ts';

/** Which columns a file may have. The first line names them, in any order. */
export interface CsvColumns {
  readonly known: readonly string[];
  readonly required: readonly string[];
}

/** Far more than a user has. Without a bound, a quote that is not closed would fill the memory. */
const LONGEST_RECORD = 1_000_000;

const LINE_FEED = 0x0a;

/** After so many lines the list of their ends is shortened. */
const MANY = 1000;

/** The parser's own messages may quote the file. */
const PROBLEMS: Readonly<Partial<Record<CsvErrorCode, string>>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted value is not closed: the file may have been cut off',
  CSV_INVALID_CLOSING_QUOTE:
    'there is a quote within a value: a quote is written twice, in a quoted value',
  INVALID_OPENING_QUOTE: 'there is a quote within a value that does not begin with one',
  CSV_MAX_RECORD_SIZE: 'a record does not end: a quoted value may not be closed',
};

/**
 * Reads CSV (RFC 4180): commas, quotes doubled, line ends of any kind, also within quoted values.
 *
 * @throws BrokenFile naming line and column: another number of values than the first line has columns,
 *   a quote that is not closed, a column that nobody knows, one that is missing or named twice
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
  columns: CsvColumns,
): AsyncGenerator<SourceRecord> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    // Left to itself it takes the first line's for those of all; files are put together from several.
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  const lines = countingLines(text);
  // What goes wrong with the file comes out of the parser.
  pipeline(Readable.from(lines.chunks), parser, () => undefined);
  /** How many lines more the parser has counted: CRLF within a value is two to it. */
  let drift = 0;
  let names: readonly string[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      readonly record: readonly string[];
      readonly info: { readonly lines: number; readonly bytes: number };
    }>) {
      const end = lines.lineAt(info.bytes);
      drift = info.lines - end;
      const line = end - lineFeedsIn(record);
      if (names === null) {
        names = checkedNames(record, line, columns);
        continue;
      }
      if (record.length !== names.length) {
        const missing = names[record.length];
        throw new BrokenFile(
          line,
          missing === undefined
            ? `there are ${record.length} values for ${names.length} columns: one too many after column ${names.at(-1)}`
            : `the record ends before column ${missing}: there are ${record.length} values for ${names.length} columns`,
        );
      }
      yield { line, fields: Object.fromEntries(names.map((name, at) => [name, record[at]])) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines: counted, column } = error;
    const where = typeof column === 'number' ? ` (column ${names?.[column] ?? column + 1})` : '';
    const line = typeof counted === 'number' ? counted - drift : 1;
    throw new BrokenFile(line, `${PROBLEMS[error.code] ?? 'it is not CSV'}${where}`);
  }
  if (names === null)
    throw new BrokenFile(1, 'the file is empty: the first line names the columns');
}

/** Counts the lines of a text while somebody reads it, and forgets those that were asked about. */
function countingLines(text: AsyncIterable<string>) {
  let [bytes, passed, next] = [0, 0, 0];
  const ends: number[] = [];
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const piece of text) {
      const chunk = Buffer.from(piece);
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
        ends.push(bytes + at + 1);
      }
      bytes += chunk.length;
      yield chunk;
    }
  }
  return {
    chunks: chunks(),
    /** @returns the line that ends with this byte, or has it */
    lineAt(end: number): number {
      while ((ends[next] ?? end) < end) next += 1;
      if (next > MANY) {
        ends.splice(0, next);
        passed += next;
        next = 0;
      }
      return passed + next + 1;
    },
  };
}

const lineFeedsIn = (record: readonly string[]): number =>
  record.reduce((sum, value) => sum + value.split('\n').length - 1, 0);

function checkedNames(
  record: readonly string[],
  line: number,
  { known, required }: CsvColumns,
): readonly string[] {
  const names = record.map((name) => name.trim());
  const problem = (at: number, text: string): BrokenFile =>
    new BrokenFile(
      line,
      `column ${at + 1}, "${printable(names[at]?.slice(0, 40) ?? '')}", ${text}`,
    );
  // Of a file without such a line it is somebody's record, and there may be a hash or a password in it.
  if (!names.some((name) => known.includes(name))) {
    const which = `with commas between, of these: ${known.join(', ')}`;
    throw new BrokenFile(line, `this line does not name the columns; it must, ${which}`);
  }
  for (const [at, name] of names.entries()) {
    if (!known.includes(name)) throw problem(at, `is not known; these are: ${known.join(', ')}`);
    if (names.indexOf(name) !== at) throw problem(at, 'is there twice');
  }
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) throw new BrokenFile(line, `there is no column ${missing}`);
  return names;
}
