import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A stored hash that another system made. */
export interface ImportedHash {
  readonly scheme: string;
  /** The library and its release, or the formula that was followed. */
  readonly maker: string;
  readonly password: string;
  readonly hash: string;
}

/** What make-imported-hashes.py made, and after it what make-newer-hashes.py did. */
export const IMPORTED_HASHES: readonly ImportedHash[] = [
  ...read('imported-hashes.json'),
  ...read('newer-hashes.json'),
];

function read(name: string): readonly ImportedHash[] {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, name), 'utf8'),
  ) as readonly ImportedHash[];
}

/** @returns the first hash of a scheme whose maker's name begins so, made of an ASCII password */
export function importedHash(scheme: string, maker: string): ImportedHash {
  const found = IMPORTED_HASHES.find(
    (vector) => vector.scheme === scheme && vector.maker.startsWith(maker),
  );
  if (found === undefined) throw new Error(`no vector for ${scheme} by ${maker}`);
  return found;
}
