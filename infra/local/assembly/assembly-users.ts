import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../process-alive.ts';

/**
 * Says that this process works with an assembly, for as long as it lives: functions load parts of their
 * bundles when they first need them, an hour after the start, too.
 *
 * @param assembly its folder, which need not be there yet; the mark lies beside it
 */
export const markUsed = (assembly: string): void =>
  writeFileSync(`${assembly}.used-by-${process.pid}`, '');

/** @returns whether a process that is alive works with an assembly; marks of dead ones are removed */
export function isUsed(assembly: string): boolean {
  const folder = dirname(assembly);
  const prefix = `${basename(assembly)}.used-by-`;
  const marks = readdirSync(folder).filter((name) => name.startsWith(prefix));
  const dead = marks.filter((name) => !isAlive(Number(name.slice(prefix.length))));
  for (const name of dead) rmSync(join(folder, name), { force: true });
  return dead.length < marks.length;
}
