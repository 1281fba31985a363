import { createArgon2PasswordHasher } from '../adapters/argon2/argon2-password-hasher.ts';
import { bcryptVerifier } from '../adapters/bcrypt/bcrypt-verifier.ts';
import { firebaseScryptVerifier } from '../adapters/key-derivation/firebase-scrypt-verifier.ts';
import { pbkdf2Verifier } from '../adapters/key-derivation/pbkdf2-verifier.ts';
import { scryptVerifier } from '../adapters/key-derivation/scrypt-verifier.ts';
import { acceptImportedHashes } from '../core/passwords/accept-imported-hashes.ts';
import type { Argon2Parameters } from '../core/passwords/argon2-phc.ts';
import { hashesAtOnce, limitHashing } from '../core/passwords/limit-hashing.ts';
import type { PasswordHasher } from '../core/passwords/password-hasher.ts';
import type { EnvironmentReader } from './environment.ts';

/** What hashing is set to. */
export interface PasswordConfig {
  /** Today's parameters. */
  readonly argon2: Argon2Parameters;
  /** The process's memory. */
  readonly memoryMiB: number;
}

/** Reads what every function that hashes passwords is set to; Lambda itself says the memory. */
export const readPasswordConfig = (reader: EnvironmentReader): PasswordConfig => ({
  argon2: {
    memoryKiB: reader.integer('ARGON2_MEMORY_KIB', { min: 8, max: 256 * 1024 }),
    timeCost: reader.integer('ARGON2_TIME_COST', { min: 1, max: 64 }),
    parallelism: reader.integer('ARGON2_PARALLELISM', { min: 1, max: 16 }),
  },
  memoryMiB: Number(reader.textOr('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '512')),
});

/**
 * Puts together what hashes passwords with today's parameters and verifies all the kinds of hashes
 * that docs/imported-passwords.md lists, a few at a time.
 *
 * @throws RangeError for argon2 parameters that are dearer together than each of them
 */
export const composePasswords = ({ argon2, memoryMiB }: PasswordConfig): PasswordHasher =>
  limitHashing(
    acceptImportedHashes(createArgon2PasswordHasher(argon2), [
      bcryptVerifier,
      pbkdf2Verifier,
      scryptVerifier,
      firebaseScryptVerifier,
    ]),
    hashesAtOnce(memoryMiB),
  );
