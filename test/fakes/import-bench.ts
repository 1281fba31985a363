import { mkdtempSync, rmSync, writeFileSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynaliteTables } from './dynalite-tables.ts';
import { userCommandBench } from './user-command-bench.ts';

/** A hash that a login can verify. */
export const HASH =
  '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';

/** Command lines over tables and files of their own. */
export async function importBench(tables: DynaliteTables) {
  const bench = await userCommandBench(tables);
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
  const pathOf = (name: string): string => join(folder, name);
  return {
    ...bench,
    pathOf,
    write(name: string, content: string | Uint8Array): string {
      writeFileSync(pathOf(name), content);
      return pathOf(name);
    },
    /** Writes a file and imports it. */
    async import(name: string, content: string | Uint8Array, ...words: string[]) {
      writeFileSync(pathOf(name), content);
      return bench.run('import', pathOf(name), ...words, '--stack', 'Test');
    },
    /** @returns what a file's rejects say, or `null`: there is no such file */
    rejects(name: string): unknown[] | null {
      const path = `${pathOf(name)}.rejects.ndjson`;
      if (!existsSync(path)) return null;
      const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as unknown);
    },
    /** @returns the names in the table */
    async names(): Promise<readonly string[]> {
      const { printed } = await bench.run('list', '--json', '--stack', 'Test');
      return (JSON.parse(printed) as { username: string }[])
        .map(({ username }) => username)
        .toSorted();
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
