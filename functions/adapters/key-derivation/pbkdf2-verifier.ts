import { pbkdf2, timingSafeEqual } from 'node:crypto';
import type { PasswordVerifier } from '../../core/passwords/password-hasher.ts';
import {
  parsePbkdf2Hash,
  pbkdf2WithinCeiling,
  type Pbkdf2Hash,
} from '../../core/passwords/pbkdf2-hash.ts';

/** @returns a stored hash, read; `null` for one that can't be read or is a bomb */
function readStored(text: string): Pbkdf2Hash | null {
  const hash = parsePbkdf2Hash(text);
  return hash !== null && pbkdf2WithinCeiling(hash) ? hash : null;
}

const digestOf = (password: string, hash: Pbkdf2Hash): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { salt, iterations, digest, hashFunction } = hash;
    pbkdf2(password, salt, iterations, digest.length, hashFunction, (error, derived) =>
      error === null ? resolve(derived) : reject(error),
    );
  });

/** Verifies PBKDF2 by Node's own, on another thread. */
export const pbkdf2Verifier: PasswordVerifier = {
  canVerify: (hash) => readStored(hash) !== null,
  async verify(hash, password) {
    const stored = readStored(hash);
    return stored !== null && timingSafeEqual(await digestOf(password, stored), stored.digest);
  },
};
