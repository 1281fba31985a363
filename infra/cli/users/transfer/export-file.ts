import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CliError, EXIT } from '../../cli-error.ts';
import { orUnwritable } from './or-unwritable.ts';

/** Where an export goes. */
export interface Sink {
  readonly write: (text: string) => void;
  /** Puts it where it belongs. */
  readonly finish: () => void;
  /** Leaves nothing behind. */
  readonly drop: () => void;
}

/** What ends a process that says nothing to it. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Opens a file that only its owner can read. It is there when it is whole, and takes nobody's place; when
 * somebody breaks the command off, nothing stays of it: there may be hashes in it.
 *
 * @param process_ whose signals those are
 * @throws CliError, also while writing, when it can't be written, and when there is one at the end
 */
export function openExportFile(
  path: string,
  process_: Pick<NodeJS.Process, 'once' | 'off' | 'kill' | 'pid'> = process,
): Sink {
  const part = `${path}.part`;
  const file = orUnwritable(path, () => {
    // What an earlier export has left, or somebody else has laid there: a file that he can read, a link.
    rmSync(part, { force: true });
    return openSync(part, 'wx', 0o600);
  });
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const signal of SIGNALS) process_.off(signal, breakOff);
    closeSync(file);
  };
  const drop = (): void => {
    close();
    rmSync(part, { force: true });
  };
  const breakOff = (signal: NodeJS.Signals): void => {
    drop();
    process_.kill(process_.pid, signal);
  };
  for (const signal of SIGNALS) process_.once(signal, breakOff);
  return {
    // All of it: a disk that is almost full takes some, and says so only at the next try.
    write: (text) => orUnwritable(path, () => writeFileSync(file, text)),
    finish() {
      orUnwritable(path, () => fsyncSync(file));
      close();
      takePlace(path);
      orUnwritable(path, () => renameSync(part, path));
    },
    drop,
  };
}

/** A rename alone would overwrite what somebody has put there meanwhile. */
function takePlace(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    const message = `${path} is there already, since a moment ago: nothing was written`;
    throw new CliError(message, EXIT.refused, { cause: error });
  }
}
