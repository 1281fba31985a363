import { argon2WithinCeiling, parseArgon2Hash } from './argon2-phc.ts';
import { bcryptWithinCeiling, parseBcryptHash } from './bcrypt-hash.ts';
import { parseFirebaseHash } from './firebase-scrypt-hash.ts';
import { parsePbkdf2Hash, pbkdf2WithinCeiling } from './pbkdf2-hash.ts';
import { parseScryptHash, scryptWithinCeiling } from './scrypt-hash.ts';

/** The schemes that a login can verify. */
export type PasswordHashScheme =
  | 'argon2id'
  | 'argon2i'
  | 'argon2d'
  | 'bcrypt'
  | 'bcrypt-sha256'
  | 'pbkdf2-sha1'
  | 'pbkdf2-sha256'
  | 'pbkdf2-sha512'
  | 'scrypt'
  | 'firebase-scrypt';

/** What somebody who imports a stored hash is told of it. */
export interface PasswordHashDescription {
  /** `null` when it is no hash that could be read. */
  readonly scheme: PasswordHashScheme | null;
  /** Why no login could verify it, in words that never quote it; `null` when one can. */
  readonly problem: string | null;
}

/** What people have in their tables besides. The first that fits speaks. */
const UNREADABLE: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'there is no hash'],
  [/^!/, 'no password is set: Django marks that with an exclamation mark'],
  [/^\$2x?\$/, 'bcrypt of a version with known bugs ($2$, $2x$) is not supported'],
  [/^(argon2\$)?\$?argon2/, 'the argon2 hash is malformed or cut off'],
  [/^(bcrypt(_sha256)?\$)?\$2[aby]|^\$bcrypt-sha256/, 'the bcrypt hash is malformed or cut off'],
  [/^\$?pbkdf2/, 'the PBKDF2 hash is malformed, cut off, or of an unknown hash function'],
  [/^\$?scrypt/, 'the scrypt hash is malformed or cut off'],
  [/^\$f(ire|b)scrypt/, 'the Firebase scrypt hash is malformed or cut off'],
  [/^(\$1\$|\$apr1\$|md5|unsalted_md5)/, 'MD5 is not supported'],
  [/^(\$5\$|\$6\$|\$y\$|\$7\$|crypt\$)/, 'hashes of the system’s crypt are not supported'],
  [/^(sha1\$|sha256\$|\{SHA|\{SSHA)/i, 'plain and salted SHA are not supported'],
];

/**
 * Says what a stored hash is and whether a login could verify it: exactly when this finds no problem
 * does the service's `PasswordHasher` accept it. Never throws, and takes no time on any text.
 *
 * @param text a stored hash of whatever system
 */
export function describePasswordHash(text: string): PasswordHashDescription {
  const argon2 = parseArgon2Hash(text);
  if (argon2 !== null) return judged(argon2.type, argon2WithinCeiling(argon2));
  const bcrypt = parseBcryptHash(text);
  if (bcrypt !== null) {
    const scheme = bcrypt.prehash === 'none' ? 'bcrypt' : 'bcrypt-sha256';
    return judged(scheme, bcryptWithinCeiling(bcrypt));
  }
  const pbkdf2 = parsePbkdf2Hash(text);
  if (pbkdf2 !== null) return judged(`pbkdf2-${pbkdf2.hashFunction}`, pbkdf2WithinCeiling(pbkdf2));
  const scrypt = parseScryptHash(text);
  if (scrypt !== null) return judged('scrypt', scryptWithinCeiling(scrypt));
  const firebase = parseFirebaseHash(text);
  if (firebase !== null) return judged('firebase-scrypt', scryptWithinCeiling(firebase));
  const problem = UNREADABLE.find(([pattern]) => pattern.test(text))?.[1];
  return { scheme: null, problem: problem ?? 'the format of the hash is not known' };
}

const judged = (scheme: PasswordHashScheme, isAffordable: boolean): PasswordHashDescription => ({
  scheme,
  problem: isAffordable ? null : `the ${scheme} hash costs more time or memory than is allowed`,
});
