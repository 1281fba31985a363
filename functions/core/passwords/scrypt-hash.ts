import { decodeBase64 } from './base64-parts.ts';

/** What one scrypt costs (RFC 7914 §2). */
export interface ScryptParameters {
  /** N, a power of two. */
  readonly cost: number;
  /** r. */
  readonly blockSize: number;
  /** p. */
  readonly parallelism: number;
}

/** A scrypt hash, read. */
export interface ScryptHash extends ScryptParameters {
  readonly salt: Uint8Array;
  readonly digest: Uint8Array;
}

/** passlib's; the PHC form with `ln` for the logarithm of N. */
const PASSLIB =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,5}),p=(\d{1,5})\$([A-Za-z0-9+/]{0,256})\$([A-Za-z0-9+/]+)$/;
const DJANGO = /^scrypt\$(\d{1,10})\$([^$]{1,256})\$(\d{1,5})\$(\d{1,5})\$([A-Za-z0-9+/=]{1,256})$/;
const WERKZEUG = /^scrypt:(\d{1,10}):(\d{1,5}):(\d{1,5})\$([^$]{1,256})\$((?:[0-9a-f]{2}){1,128})$/;
const LONGEST = 1024;

/** Fewer could be guessed; 32 and 64 are usual. */
const DIGEST_BYTES = { least: 16, most: 128 };

/**
 * The most that a stored hash may cost: 256 MiB at once (128 N r bytes), and about a second on one
 * vCPU (N r p). The bounds on r and p keep what lies beside the 256 MiB small.
 */
const CEILING = { memoryBytes: 256 * 1024 * 1024, work: 2 ** 21, blockSize: 64, parallelism: 64 };

/**
 * Reads a scrypt hash: passlib's `$scrypt$ln=16,r=8,p=1$…`, Django's `scrypt$16384$salt$8$1$…`, and
 * Werkzeug's `scrypt:32768:8:1$…`. Django and Werkzeug use the salt's text as it stands there.
 *
 * @param text a stored hash
 * @returns its parts, or `null` when it is none of these
 */
export function parseScryptHash(text: string): ScryptHash | null {
  if (text.length > LONGEST) return null;
  const [, ln, r1, p1, salt1 = '', digest1] = PASSLIB.exec(text) ?? [];
  if (digest1 !== undefined) {
    return scryptHash(2 ** Number(ln), r1, p1, decodeBase64(salt1), decodeBase64(digest1));
  }
  const [, n2, salt2, r2, p2, digest2] = DJANGO.exec(text) ?? [];
  if (digest2 !== undefined) {
    return scryptHash(Number(n2), r2, p2, utf8(salt2), decodeBase64(digest2));
  }
  const [, n3, r3, p3, salt3, digest3] = WERKZEUG.exec(text) ?? [];
  return scryptHash(Number(n3), r3, p3, utf8(salt3), digest3 ? Buffer.from(digest3, 'hex') : null);
}

const utf8 = (text = ''): Uint8Array => new TextEncoder().encode(text);

/** @returns the hash, or `null` when the parameters are none of scrypt's or the digest is no good */
export function scryptHash(
  cost: number,
  blockSizeText: string | undefined,
  parallelismText: string | undefined,
  salt: Uint8Array | null,
  digest: Uint8Array | null,
): ScryptHash | null {
  const [blockSize, parallelism] = [Number(blockSizeText), Number(parallelismText)];
  const isPowerOfTwo = cost >= 2 && cost <= 2 ** 62 && Number.isInteger(Math.log2(cost));
  if (!isPowerOfTwo || !(blockSize >= 1) || !(parallelism >= 1)) return null;
  // RFC 7914 §2: N < 2^(128 r / 8); OpenSSL throws on more.
  if (Math.log2(cost) >= 16 * blockSize) return null;
  if (salt === null || digest === null) return null;
  if (digest.length < DIGEST_BYTES.least || digest.length > DIGEST_BYTES.most) return null;
  return { cost, blockSize, parallelism, salt, digest };
}

/** @returns whether such a hash costs no more than any may */
export const scryptWithinCeiling = ({ cost, blockSize, parallelism }: ScryptParameters): boolean =>
  blockSize <= CEILING.blockSize &&
  parallelism <= CEILING.parallelism &&
  128 * cost * blockSize <= CEILING.memoryBytes &&
  cost * blockSize * parallelism <= CEILING.work;
