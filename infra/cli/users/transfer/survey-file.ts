import { BrokenFile, FieldError, readSource } from './source-file.ts';
import type { ImportFormat } from './source-user.ts';

/** What a first reading of a whole file has found. */
export interface Survey {
  /** How many records it has. */
  readonly records: number;
  /** Whether it says of anybody which id he has. */
  readonly saysIds: boolean;
  /** Of its bytes. */
  readonly sha256: string;
}

/**
 * Reads a file from beginning to end before anything is written, so that one that is broken somewhere
 * brings in nobody.
 *
 * @throws BrokenFile naming the line, for a file that is cut off, has another form, or has no user in
 *   it that could be read
 */
export async function surveyFile(path: string, format: ImportFormat): Promise<Survey> {
  const text = readSource(path);
  let [records, users, saysIds] = [0, 0, false];
  let first: BrokenFile | null = null;
  for await (const { line, fields } of format.read(text)) {
    records += 1;
    try {
      const user = format.toUser(fields);
      if (user !== null) users += 1;
      if (user?.userId !== undefined) saysIds = true;
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      first ??= new BrokenFile(line, `column ${error.column}: ${error.message}`);
    }
  }
  if (users === 0) {
    throw first ?? new BrokenFile(1, `there is no user in this file, read as ${format.title}`);
  }
  return { records, saysIds, sha256: text.sha256() };
}
