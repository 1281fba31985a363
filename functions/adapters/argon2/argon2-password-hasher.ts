import { randomBytes, timingSafeEqual } from 'node:crypto';
import argon2 from 'argon2';
import {
  argon2WithinCeiling,
  formatArgon2Hash,
  parseArgon2Hash,
  type Argon2Hash,
  type Argon2Parameters,
} from '../../core/passwords/argon2-phc.ts';
import type { PasswordHasher } from '../../core/passwords/password-hasher.ts';

/** Bytes of salt and digest in our own hashes (RFC 9106 §3.1 and §4). */
const SALT_BYTES = 16;
const DIGEST_BYTES = 32;

const TYPES = { argon2d: argon2.argon2d, argon2i: argon2.argon2i, argon2id: argon2.argon2id };

/** @returns a stored hash, read; `null` for one that can't be read or is a bomb */
function readStored(text: string): Argon2Hash | null {
  const hash = parseArgon2Hash(text);
  return hash !== null && argon2WithinCeiling(hash) ? hash : null;
}

const digestOf = (password: string, hash: Argon2Hash): Promise<Buffer> =>
  argon2.hash(password, {
    raw: true,
    type: TYPES[hash.type],
    version: hash.version,
    memoryCost: hash.memoryKiB,
    timeCost: hash.timeCost,
    parallelism: hash.parallelism,
    salt: Buffer.from(hash.salt),
    hashLength: hash.digest.length,
  });

/**
 * Argon2id by the `argon2` package. The package only computes digests. The hash strings are read and
 * written here: some of its versions wrote the fields as `m,p,t`, which Python's argon2-cffi refuses,
 * and a hash's cost must be looked at before it is paid.
 *
 * @param parameters today's: what new hashes are made with
 * @throws RangeError for parameters whose hashes it would refuse itself
 */
export function createArgon2PasswordHasher(parameters: Argon2Parameters): PasswordHasher {
  if (!argon2WithinCeiling(parameters) || parameters.memoryKiB < 8 * parameters.parallelism) {
    throw new RangeError('the argon2 parameters are beyond what this service verifies');
  }
  const today = (salt: Uint8Array, digest: Uint8Array): Argon2Hash => ({
    type: 'argon2id',
    version: 0x13,
    memoryKiB: parameters.memoryKiB,
    timeCost: parameters.timeCost,
    parallelism: parameters.parallelism,
    salt,
    digest,
  });
  const blank = new Uint8Array(DIGEST_BYTES);

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return formatArgon2Hash(today(salt, await digestOf(password, today(salt, blank))));
    },
    canVerify: (hash) => readStored(hash) !== null,
    async verify(hash, password) {
      const parsed = readStored(hash);
      if (parsed === null) return false;
      return timingSafeEqual(await digestOf(password, parsed), parsed.digest);
    },
    needsRehash(hash) {
      const parsed = parseArgon2Hash(hash);
      // Compared as text: another order of the fields is reason enough to write it anew.
      return parsed === null || hash !== formatArgon2Hash(today(parsed.salt, parsed.digest))
        ? true
        : parsed.salt.length < SALT_BYTES || parsed.digest.length !== DIGEST_BYTES;
    },
    // Nobody knows a password for a random digest, and making one costs nothing at start.
    dummyHash: formatArgon2Hash(today(randomBytes(SALT_BYTES), randomBytes(DIGEST_BYTES))),
  };
}
