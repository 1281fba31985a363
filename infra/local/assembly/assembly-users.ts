import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../process-alive.ts';

/**
 * Says that this process works with an assembly, for as long as it lives: functions load parts of their
 * bundles when they first need them, an hour after the start, too.
 *
 * @param assembly its folder, which need not be there yet; the mark lies beside it, and what dead
 *   processes have left there is removed
 */
export function markUsed(assembly: string): void {
  try {
    mkdirSync(dirname(assembly), { recursive: true });
    livingMarks(assembly);
    writeFileSync(`${assembly}.used-by-${process.pid}`, '');
  } catch (error) {
    // Where this process can't write, an assembly that is there will do, and nobody tidies up.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) throw error;
  }
}

/** @returns whether a process that is alive works with an assembly */
export const isUsed = (assembly: string): boolean => livingMarks(assembly).length > 0;

function livingMarks(assembly: string): readonly string[] {
  const folder = dirname(assembly);
  const prefix = `${basename(assembly)}.used-by-`;
  return readdirSync(folder).filter((name) => {
    if (!name.startsWith(prefix)) return false;
    const alive = isAlive(Number(name.slice(prefix.length)));
    if (!alive) rmSync(join(folder, name), { force: true });
    return alive;
  });
}
