import { readFileSync } from 'node:fs';
import { StartError } from './start-error.ts';
import type { Json } from './template/template.ts';

/**
 * Reads a file of the data folder.
 *
 * @param isWhole whether it holds what was once written there
 * @returns what it holds, or `null` when the file isn't there
 * @throws StartError naming the file and what to do, when it holds anything else
 */
export function readStoredJson(path: string, isWhole: (value: Json) => boolean): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const value = parse(text);
  if (value !== undefined && isWhole(value)) return value;
  throw new StartError(
    `the data folder is broken: ${path} is not what Latchkey wrote; put that file back, or move the data folder away to start afresh`,
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
