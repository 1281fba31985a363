import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { NO_SUMS, type ImportSums } from './import-sums.ts';

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
  /** @returns where the same import stopped, or the beginning */
  load(of: string): ImportState;
  save(state: ImportState): void;
  remove(): void;
}

/** @param path of the file that is imported */
export function stateFileOf(path: string): StateFile {
  const file = `${path}.import-state.json`;
  return {
    load(of) {
      const nothing = { of, sums: NO_SUMS, rejectsBytes: 0 };
      try {
        const state = JSON.parse(readFileSync(file, 'utf8')) as ImportState;
        return state.of === of ? state : nothing;
      } catch {
        // None, or one that was cut off: from the beginning is right as well.
        return nothing;
      }
    },
    save(state) {
      // Never through a link that somebody has laid there.
      rmSync(`${file}.new`, { force: true });
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600, flag: 'wx' });
      renameSync(`${file}.new`, file);
    },
    remove: () => rmSync(file, { force: true }),
  };
}
