import type { PasswordHasher } from './password-hasher.ts';

/** What one hash may take at most, ours or an imported one, and what the process takes itself. */
const MIB_A_HASH = 256;
const MIB_BESIDE = 256;

/** More at once than Node has threads for them would only wait there. */
const MOST_AT_ONCE = 4;

/**
 * How many passwords are hashed at once in a process, so that not even the dearest imported hashes
 * together take more memory than there is.
 *
 * @param memoryMiB the process's memory, 1769 for login by default
 * @returns 1 to 4
 */
export function hashesAtOnce(memoryMiB: number): number {
  const fitting = Math.floor((memoryMiB - MIB_BESIDE) / MIB_A_HASH);
  return fitting > 1 ? Math.min(fitting, MOST_AT_ONCE) : 1;
}

/**
 * Bounds how many hashes a hasher computes at once, verifying and making together. Who comes later
 * waits, in the order of coming; how long the queue gets is the business of throttling.
 *
 * @param atOnce a whole number from 1
 */
export function limitHashing(hasher: PasswordHasher, atOnce: number): PasswordHasher {
  let free = atOnce;
  const waiting: (() => void)[] = [];

  const takeTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes to the next in line directly: nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };

  return {
    ...hasher,
    hash: (password) => takeTurn(() => hasher.hash(password)),
    verify: (hash, password) => takeTurn(() => hasher.verify(hash, password)),
  };
}
