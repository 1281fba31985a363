import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  bcryptWithinCeiling,
  parseBcryptHash,
  type BcryptHash,
  type BcryptPrehash,
} from '../../core/passwords/bcrypt-hash.ts';
import type { PasswordVerifier } from '../../core/passwords/password-hasher.ts';

/** @returns a stored hash, read; `null` for one that can't be read or is a bomb */
function readStored(text: string): BcryptHash | null {
  const hash = parseBcryptHash(text);
  return hash !== null && bcryptWithinCeiling(hash) ? hash : null;
}

/** What bcrypt itself is given; it reads the first 72 bytes of it as UTF-8. */
const PREHASH: Readonly<Record<BcryptPrehash, (password: string, salt: string) => string>> = {
  none: (password) => password,
  'sha256-hex': (password) => createHash('sha256').update(password).digest('hex'),
  'sha256-base64': (password) => createHash('sha256').update(password).digest('base64'),
  'hmac-sha256-base64': (password, salt) =>
    createHmac('sha256', salt).update(password).digest('base64'),
};

/**
 * Verifies bcrypt by the `bcryptjs` package, which computes on this thread in slices of 100 ms: at cost
 * 10 about 90 ms, at 12 about 320 ms, at 14, the ceiling, about 1.3 s on one vCPU. A native library
 * takes four fifths of that, and has to be packed for every platform.
 */
export const bcryptVerifier: PasswordVerifier = {
  canVerify: (hash) => readStored(hash) !== null,
  async verify(hash, password) {
    const stored = readStored(hash);
    if (stored === null) return false;
    // Imported here: a login that never meets such a hash does not run the package at all.
    const { hash: bcrypt } = await import('bcryptjs');
    const key = PREHASH[stored.prehash](password, stored.salt);
    const cost = String(stored.cost).padStart(2, '0');
    const computed = await bcrypt(key, `$${stored.variant}$${cost}$${stored.salt}`);
    const digest = Buffer.from(computed.slice(-stored.digest.length));
    const fits = timingSafeEqual(digest, Buffer.from(stored.digest));
    // bcrypt repeats a key with a NUL between: `a` and `a\0a` are one to it, and its makers refuse a NUL.
    return fits && !key.includes('\0');
  },
};
