import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

let written = 0;

/**
 * Writes a file unless it already holds those bytes, so that an unchanged build touches nothing. The
 * file appears whole or not at all: who reads it meanwhile sees the old bytes or the new ones.
 *
 * @param path where it goes; missing folders are made
 * @param content its bytes
 * @param scratch a folder on the same disk for the file while it is incomplete
 * @returns whether something was written
 */
export function writeIfChanged(path: string, content: Uint8Array, scratch: string): boolean {
  if (holds(path, content)) return false;
  const incomplete = `${scratch}/.incomplete-${process.pid}-${written++}`;
  mkdirSync(dirname(path), { recursive: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(incomplete, content);
  renameSync(incomplete, path);
  return true;
}

const holds = (path: string, content: Uint8Array): boolean => {
  try {
    return readFileSync(path).equals(content);
  } catch {
    return false;
  }
};
