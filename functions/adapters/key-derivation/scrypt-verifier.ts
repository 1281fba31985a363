import { timingSafeEqual } from 'node:crypto';
import type { PasswordVerifier } from '../../core/passwords/password-hasher.ts';
import {
  parseScryptHash,
  scryptWithinCeiling,
  type ScryptHash,
} from '../../core/passwords/scrypt-hash.ts';
import { deriveScrypt } from './derive-scrypt.ts';

/** @returns a stored hash, read; `null` for one that can't be read or is a bomb */
function readStored(text: string): ScryptHash | null {
  const hash = parseScryptHash(text);
  return hash !== null && scryptWithinCeiling(hash) ? hash : null;
}

/** Verifies scrypt (RFC 7914) as passlib, Django and Werkzeug store it. */
export const scryptVerifier: PasswordVerifier = {
  canVerify: (hash) => readStored(hash) !== null,
  async verify(hash, password) {
    const stored = readStored(hash);
    if (stored === null) return false;
    const derived = await deriveScrypt(password, stored, stored.digest.length);
    return timingSafeEqual(derived, stored.digest);
  },
};
