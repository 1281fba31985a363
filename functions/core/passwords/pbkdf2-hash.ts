import { decodeAdaptedBase64, decodeBase64 } from './base64-parts.ts';

/** A PBKDF2 hash (RFC 8018 §5.2), read. */
export interface Pbkdf2Hash {
  readonly hashFunction: 'sha1' | 'sha256' | 'sha512';
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly digest: Uint8Array;
}

const DJANGO = /^pbkdf2_(sha1|sha256)\$(\d{1,10})\$([^$]{1,256})\$([A-Za-z0-9+/=]{1,128})$/;
const PASSLIB =
  /^\$pbkdf2(-sha256|-sha512)?\$(\d{1,10})\$([A-Za-z0-9./]{0,256})\$([A-Za-z0-9./]+)$/;
const PHC =
  /^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,10})(?:,l=\d{1,3})?\$([A-Za-z0-9+/]{0,256})\$([A-Za-z0-9+/]+)$/;
const WERKZEUG =
  /^pbkdf2:(sha1|sha256|sha512):(\d{1,10})\$([^$]{1,256})\$((?:[0-9a-f]{2}){1,128})$/;
const LONGEST = 1024;

/** Fewer could be guessed; the functions' own lengths are 20, 32 and 64. */
const DIGEST_BYTES = { least: 16, most: 64 };

/**
 * The most that is computed, iterations times blocks of the digest. PBKDF2 takes no memory, so that
 * only time bounds it: about 0.7 s on one vCPU, and 1.5 s for SHA-256 on a processor without
 * instructions for it. Django 6 asks for 1,200,000, OWASP for 600,000.
 */
const MOST_ROUNDS = { sha1: 4_000_000, sha256: 4_000_000, sha512: 1_500_000 };
const BLOCK_BYTES = { sha1: 20, sha256: 32, sha512: 64 };

/**
 * Reads a PBKDF2 hash: Django's `pbkdf2_sha256$…` and `pbkdf2_sha1$…`, passlib's `$pbkdf2-sha256$…`,
 * `$pbkdf2-sha512$…` and `$pbkdf2$…` (SHA-1), the PHC form `$pbkdf2-sha256$i=…$…`, and Werkzeug's
 * `pbkdf2:sha256:…`. Django and Werkzeug use the salt's text as it stands there.
 *
 * @param text a stored hash
 * @returns its parts, or `null` when it is none of these. Werkzeug's strings of before 2013, which
 *   name no iterations, are not read.
 */
export function parsePbkdf2Hash(text: string): Pbkdf2Hash | null {
  if (text.length > LONGEST) return null;
  const [, djangoFunction = '', djangoIterations, djangoSalt, djangoDigest] =
    DJANGO.exec(text) ?? [];
  if (djangoDigest !== undefined) {
    return bounded(djangoFunction, djangoIterations, utf8(djangoSalt), decodeBase64(djangoDigest));
  }
  const [, passlibName = '-sha1', passlibIterations, passlibSalt = '', passlibDigest] =
    PASSLIB.exec(text) ?? [];
  if (passlibDigest !== undefined) {
    const [salt, digest] = [decodeAdaptedBase64(passlibSalt), decodeAdaptedBase64(passlibDigest)];
    return bounded(passlibName.slice(1), passlibIterations, salt, digest);
  }
  const [, phcFunction = '', phcIterations, phcSalt = '', phcDigest] = PHC.exec(text) ?? [];
  if (phcDigest !== undefined) {
    return bounded(phcFunction, phcIterations, decodeBase64(phcSalt), decodeBase64(phcDigest));
  }
  const [, hashFunction = '', iterations, salt, digest] = WERKZEUG.exec(text) ?? [];
  return bounded(hashFunction, iterations, utf8(salt), digest ? Buffer.from(digest, 'hex') : null);
}

const utf8 = (text = ''): Uint8Array => new TextEncoder().encode(text);

function bounded(
  hashFunction: string,
  iterationsText: string | undefined,
  salt: Uint8Array | null,
  digest: Uint8Array | null,
): Pbkdf2Hash | null {
  const iterations = Number(iterationsText);
  if (!(iterations >= 1 && iterations < 2 ** 31) || salt === null || digest === null) return null;
  if (digest.length < DIGEST_BYTES.least || digest.length > DIGEST_BYTES.most) return null;
  return { hashFunction: hashFunction as Pbkdf2Hash['hashFunction'], iterations, salt, digest };
}

/** @returns whether such a hash costs no more than any may */
export const pbkdf2WithinCeiling = ({ hashFunction, iterations, digest }: Pbkdf2Hash): boolean =>
  iterations * Math.ceil(digest.length / BLOCK_BYTES[hashFunction]) <= MOST_ROUNDS[hashFunction];
