import { closeSync, existsSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';

/** Why a record was not imported. */
export interface Reject {
  readonly line: number;
  /** As the file calls it. */
  readonly column: string;
  /** As the file has it, or `null`: there was none to read. */
  readonly username: string | null;
  readonly reason: string;
}

/** Where the rejects go, an object a line; never a hash among them. */
export interface RejectsFile {
  readonly path: string;
  /** @returns how long the file is now, in bytes */
  write(rejects: readonly Reject[]): number;
  close(): void;
}

/**
 * @param source the file that is imported
 * @param bytes how much of the file of an earlier run stays
 */
export function openRejects(source: string, bytes: number): RejectsFile {
  const path = `${source}.rejects.ndjson`;
  // One of an older import says nothing about this one.
  if (bytes === 0) rmSync(path, { force: true });
  let file: number | null = null;
  let end = existsSync(path) ? bytes : 0;
  return {
    path,
    write(rejects) {
      if (rejects.length === 0) return end;
      if (file === null) {
        file = openSync(path, existsSync(path) ? 'r+' : 'wx', 0o600);
        ftruncateSync(file, end);
      }
      const text = Buffer.from(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
      end += writeSync(file, text, 0, text.length, end);
      return end;
    },
    close() {
      if (file !== null) closeSync(file);
    },
  };
}
