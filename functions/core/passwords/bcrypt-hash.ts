/** How a format turns the password into what bcrypt reads, which is 72 bytes at most. */
export type BcryptPrehash =
  /** Not at all: what is beyond 72 bytes of UTF-8 does not count. */
  | 'none'
  /** Django's `bcrypt_sha256`: the SHA-256 in hexadecimal. */
  | 'sha256-hex'
  /** passlib's `bcrypt-sha256`, version 1: the SHA-256 in base64. */
  | 'sha256-base64'
  /** passlib's version 2: the HMAC-SHA-256 under the salt's text, in base64. */
  | 'hmac-sha256-base64';

/** A bcrypt hash, read. */
export interface BcryptHash {
  readonly prehash: BcryptPrehash;
  /** `$2a$`, `$2b$` and `$2y$` are one algorithm: they tell which bugs their maker did not have. */
  readonly variant: '2a' | '2b' | '2y';
  /** The rounds' logarithm, 4 to 31. */
  readonly cost: number;
  /** 22 characters of bcrypt's own base64. */
  readonly salt: string;
  /** 31 characters of the same. */
  readonly digest: string;
}

/** bcrypt reads no further (18 words of its key schedule). */
const READ_BYTES = 72;

/**
 * The dearest bcrypt that is verified. bcrypt takes 4 KiB, so that only time bounds it: with the
 * implementation in JavaScript about 1.3 s on one vCPU, and twice that for every step more.
 */
const HIGHEST_COST = 14;

/** The plain string, which Django writes with a name before it. */
const MODULAR =
  /^(bcrypt\$|bcrypt_sha256\$)?\$(2[aby])\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const PASSLIB =
  /^\$bcrypt-sha256\$(?:(2[aby]),(\d{1,2})|v=2,t=(2[aby]),r=(\d{1,2}))\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/;

/**
 * Reads a bcrypt hash: `$2b$12$…`, Django's `bcrypt$$2b$12$…` and `bcrypt_sha256$$2b$12$…`, passlib's
 * `$bcrypt-sha256$2b,12$…` and `$bcrypt-sha256$v=2,t=2b,r=12$…`.
 *
 * @param text a stored hash
 * @returns its parts, or `null` when it is none of these. The variants of known bugs (`$2$`, `$2x$`)
 *   are not read.
 */
export function parseBcryptHash(text: string): BcryptHash | null {
  const [, name, variant, cost, salt, digest] = MODULAR.exec(text) ?? [];
  if (variant !== undefined) {
    return bounded(name === 'bcrypt_sha256$' ? 'sha256-hex' : 'none', variant, cost, salt, digest);
  }
  const [, variant1, cost1, variant2, cost2, salt12, digest12] = PASSLIB.exec(text) ?? [];
  return variant1 === undefined
    ? bounded('hmac-sha256-base64', variant2, cost2, salt12, digest12)
    : bounded('sha256-base64', variant1, cost1, salt12, digest12);
}

function bounded(
  prehash: BcryptPrehash,
  variant: string | undefined,
  cost: string | undefined,
  salt: string | undefined,
  digest: string | undefined,
): BcryptHash | null {
  const rounds = Number(cost);
  if (!variant || !salt || !digest || !(rounds >= 4 && rounds <= 31)) return null;
  return { prehash, variant: variant as BcryptHash['variant'], cost: rounds, salt, digest };
}

/** @returns whether such a hash costs no more than any may */
export const bcryptWithinCeiling = ({ cost }: Pick<BcryptHash, 'cost'>): boolean =>
  cost <= HIGHEST_COST;

/**
 * Tells a password of which a bcrypt hash knows the beginning only: every password that begins like it
 * fits as well. Such a hash must not be replaced by one of the whole password that was typed, since a
 * slip in its tail would then lock its owner out; it stays as it was in the system that it came from.
 *
 * @param text a stored hash of any kind
 * @param password what it was verified with
 */
export const isCutByBcrypt = (text: string, password: string): boolean =>
  parseBcryptHash(text)?.prehash === 'none' &&
  new TextEncoder().encode(password).length > READ_BYTES;
