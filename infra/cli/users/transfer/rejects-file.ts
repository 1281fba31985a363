import {
  closeSync,
  constants,
  ftruncateSync,
  lstatSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { orUnwritable } from './or-unwritable.ts';

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
  /**
   * @returns how long the file is now, in bytes
   * @throws CliError when it can't be written, or somebody has laid something there meanwhile
   */
  write(rejects: readonly Reject[]): number;
  close(): void;
}

/**
 * @param source the file that is imported
 * @param bytes how much of the file of an earlier run stays
 * @param dryRun whether nobody is imported: what a real import has left, and may go on with, stays
 */
export function openRejects(source: string, bytes: number, dryRun = false): RejectsFile {
  const path = dryRun ? `${source}.dry-run.rejects.ndjson` : `${source}.rejects.ndjson`;
  // One of an older import says nothing about this one.
  if (bytes === 0) rmSync(path, { force: true });
  let file: number | null = null;
  // Somebody may have shortened it: what is missing would be zeros.
  const there = bytes === 0 ? undefined : lstatSync(path, { throwIfNoEntry: false })?.size;
  let end = Math.min(bytes, there ?? 0);
  const opened = (): number => {
    if (there === undefined) return openSync(path, 'wx', 0o600);
    // Never what a link points to.
    const old = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW);
    ftruncateSync(old, end);
    return old;
  };
  return {
    path,
    write(rejects) {
      if (rejects.length === 0) return end;
      const text = Buffer.from(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
      orUnwritable(path, () => {
        file ??= opened();
        // A disk that is almost full takes some, and says so only at the next try.
        for (let at = 0; at < text.length;) {
          at += writeSync(file, text, at, text.length - at, end + at);
        }
      });
      end += text.length;
      return end;
    },
    close() {
      if (file !== null) closeSync(file);
    },
  };
}
