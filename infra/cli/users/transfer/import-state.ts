import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { NO_SUMS, type ImportSums } from './import-sums.ts';
import { orUnwritable } from './or-unwritable.ts';

/** How far an import has come: beside the file, so that one that died goes on there. */
export interface ImportState {
  /** What is imported where and how. Another file, table or option is another import. */
  readonly of: string;
  /** The sums over all records that are settled; as many are passed over. */
  readonly sums: ImportSums;
  /** How long the file of the rejects was then: what is behind that is written again. */
  readonly rejectsBytes: number;
}

/** Keeps the state of one import. */
export interface StateFile {
  /**
   * @param records as many as the file has: nobody has passed over more
   * @returns where the same import stopped, or the beginning
   */
  load(of: string, records: number): ImportState;
  /** @throws CliError when it can't be written */
  save(state: ImportState): void;
  remove(): void;
}

/** @param path of the file that is imported */
export function stateFileOf(path: string): StateFile {
  const file = `${path}.import-state.json`;
  return {
    load(of, records) {
      const nothing = { of, sums: NO_SUMS, rejectsBytes: 0 };
      try {
        const state = JSON.parse(readFileSync(file, 'utf8')) as ImportState;
        return state.of === of && isWhole(state, records) ? state : nothing;
      } catch {
        // None, or one that was cut off: from the beginning is right as well.
        return nothing;
      }
    },
    save(state) {
      // Never through a link that somebody has laid there.
      orUnwritable(file, () => {
        rmSync(`${file}.new`, { force: true });
        writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600, flag: 'wx' });
        renameSync(`${file}.new`, file);
      });
    },
    remove: () => rmSync(file, { force: true }),
  };
}

/** Whether nobody has written into it but an import: its sums are told as what has happened. */
function isWhole({ sums, rejectsBytes }: ImportState, records: number): boolean {
  const { leftOut, ...counts } = sums;
  const all: readonly unknown[] = [
    rejectsBytes,
    ...Object.values(counts),
    ...Object.values(leftOut),
  ];
  return (
    Object.keys(NO_SUMS).every((name) => name in sums) &&
    all.every((count) => Number.isSafeInteger(count) && Number(count) >= 0) &&
    counts.read <= records &&
    counts.imported + counts.updated + counts.skipped + counts.rejected <= counts.read
  );
}
