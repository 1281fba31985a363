import { createHash } from 'node:crypto';

const SMALLEST = 1024;

/** Remembers who was in a file and where, in 24 bytes a name at most: a million take 24 MB. */
export interface SeenNames {
  /** @returns the line where the name was first, or `null`: it is remembered from now on */
  add(name: string, line: number): number | null;
  has(name: string): boolean;
}

/**
 * A hash table by the first 64 bits of SHA-256. Two names that have these in common would be taken for
 * one: of a million users that happens once in 37 million imports, and rejects one of them.
 */
export function createSeenNames(): SeenNames {
  let size = SMALLEST;
  let keys = new BigUint64Array(size);
  let lines = new Uint32Array(size);
  let count = 0;
  const slotOf = (key: bigint): number => {
    let slot = Number(key % BigInt(size));
    while (keys[slot] !== 0n && keys[slot] !== key) slot = (slot + 1) % size;
    return slot;
  };
  const grow = (): void => {
    const [oldKeys, oldLines] = [keys, lines];
    size *= 2;
    keys = new BigUint64Array(size);
    lines = new Uint32Array(size);
    for (const [at, key] of oldKeys.entries()) {
      if (key === 0n) continue;
      const slot = slotOf(key);
      keys[slot] = key;
      lines[slot] = oldLines[at] ?? 0;
    }
  };
  return {
    has: (name) => keys[slotOf(keyOf(name))] !== 0n,
    add(name, line) {
      const key = keyOf(name);
      const slot = slotOf(key);
      if (keys[slot] === key) return lines[slot] ?? 0;
      keys[slot] = key;
      lines[slot] = line;
      count += 1;
      if (count * 2 > size) grow();
      return null;
    },
  };
}

/** Zero marks a free slot. */
const keyOf = (name: string): bigint =>
  createHash('sha256').update(name).digest().readBigUInt64LE() | 1n;
