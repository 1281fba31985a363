import {
  formatArgon2Hash,
  parseArgon2Hash,
} from '../../../../functions/core/passwords/argon2-phc.ts';
import { encodeBase64 } from '../../../../functions/core/passwords/base64-parts.ts';
import { parseBcryptHash } from '../../../../functions/core/passwords/bcrypt-hash.ts';
import { parsePbkdf2Hash } from '../../../../functions/core/passwords/pbkdf2-hash.ts';
import { parseScryptHash } from '../../../../functions/core/passwords/scrypt-hash.ts';

/** Django's own texts, which begin with the name of its hasher. */
const DJANGO = /^(pbkdf2_sha1|pbkdf2_sha256|argon2|bcrypt|bcrypt_sha256|scrypt)\$/;

/** @returns the hash as Django's hashers read it, or `null`: none of them could */
export function djangoHash(hash: string | null): string | null {
  if (hash === null || DJANGO.test(hash)) return hash;
  if (parseArgon2Hash(hash) !== null) return `argon2${hash}`;
  return parseBcryptHash(hash)?.prehash === 'none' ? `bcrypt$${hash}` : null;
}

/** @returns the hash as pwdlib reads it, with argon2 and bcrypt, or `null`: it could not */
export function fastapiUsersHash(hash: string | null): string | null {
  if (hash === null) return null;
  const argon2 = parseArgon2Hash(hash);
  if (argon2 !== null) return formatArgon2Hash(argon2);
  const isBcrypt = parseBcryptHash(hash)?.prehash === 'none';
  return isBcrypt ? hash.slice(hash.indexOf('$2')) : null;
}

/** @returns the hash as Auth0's bulk import takes it, or `null`: it takes no such */
export function auth0Hash(hash: string): object | null {
  const argon2 = parseArgon2Hash(hash);
  if (argon2 !== null) return { algorithm: 'argon2', hash: { value: formatArgon2Hash(argon2) } };
  const bcrypt = fastapiUsersHash(hash);
  if (bcrypt !== null) return { algorithm: 'bcrypt', hash: { value: bcrypt } };
  const pbkdf2 = parsePbkdf2Hash(hash);
  if (pbkdf2 !== null) {
    const { hashFunction, iterations, salt, digest } = pbkdf2;
    const costs = `i=${iterations},l=${digest.length}`;
    const value = `$pbkdf2-${hashFunction}$${costs}$${encodeBase64(salt)}$${encodeBase64(digest)}`;
    return { algorithm: 'pbkdf2', hash: { value, encoding: 'utf8' } };
  }
  const scrypt = parseScryptHash(hash);
  if (scrypt === null) return null;
  return {
    algorithm: 'scrypt',
    hash: base64(scrypt.digest),
    salt: base64(scrypt.salt),
    keylen: scrypt.digest.length,
    cost: scrypt.cost,
    blockSize: scrypt.blockSize,
    parallelization: scrypt.parallelism,
  };
}

const base64 = (bytes: Uint8Array) => ({
  value: Buffer.from(bytes).toString('base64'),
  encoding: 'base64',
});
