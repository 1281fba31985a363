import { createCipheriv, timingSafeEqual } from 'node:crypto';
import {
  parseFirebaseHash,
  type FirebaseScryptHash,
} from '../../core/passwords/firebase-scrypt-hash.ts';
import type { PasswordVerifier } from '../../core/passwords/password-hasher.ts';
import { scryptWithinCeiling } from '../../core/passwords/scrypt-hash.ts';
import { deriveScrypt } from './derive-scrypt.ts';

/** AES-256's key, the first half of what Firebase derives; its counter starts at zero. */
const KEY_BYTES = 32;
const FIRST_COUNTER = Buffer.alloc(16);

/** @returns a stored hash, read; `null` for one that can't be read or is a bomb */
function readStored(text: string): FirebaseScryptHash | null {
  const hash = parseFirebaseHash(text);
  return hash !== null && scryptWithinCeiling(hash) ? hash : null;
}

/** Verifies Firebase's scrypt: the project's signer key, encrypted under the derived one, is the hash. */
export const firebaseScryptVerifier: PasswordVerifier = {
  canVerify: (hash) => readStored(hash) !== null,
  async verify(hash, password) {
    const stored = readStored(hash);
    if (stored === null) return false;
    const key = await deriveScrypt(password, stored, KEY_BYTES);
    const cipher = createCipheriv('aes-256-ctr', key, FIRST_COUNTER);
    return timingSafeEqual(cipher.update(stored.signerKey), stored.digest);
  },
};
