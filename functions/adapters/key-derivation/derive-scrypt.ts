import { scrypt } from 'node:crypto';
import type { ScryptHash } from '../../core/passwords/scrypt-hash.ts';

/**
 * Derives a key by Node's own scrypt, on another thread.
 *
 * @param hash its salt and its parameters, which must be within the ceiling
 * @param bytes how long the key is
 */
export const deriveScrypt = (password: string, hash: ScryptHash, bytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { cost, blockSize, parallelism } = hash;
    // Exactly what OpenSSL counts; left to itself Node refuses more than 32 MiB.
    const maxmem = 128 * blockSize * (cost + parallelism + 2) + 1;
    const options = { cost, blockSize, parallelization: parallelism, maxmem };
    scrypt(password, hash.salt, bytes, options, (error, derived) =>
      error === null ? resolve(derived) : reject(error),
    );
  });
