import { decodeAnyBase64 } from './base64-parts.ts';
import { scryptHash, type ScryptHash } from './scrypt-hash.ts';

/**
 * A hash of Firebase Authentication, read: the signer key encrypted with AES-256-CTR under a key that
 * scrypt derives from the password (https://github.com/firebase/scrypt).
 */
export interface FirebaseScryptHash extends ScryptHash {
  /** The same for all users of a project. */
  readonly signerKey: Uint8Array;
}

/** A Firebase project's `hash_config`, as its console shows it. */
export interface FirebaseHashConfig {
  readonly base64SignerKey: string;
  readonly base64SaltSeparator: string;
  readonly rounds: number;
  readonly memCost: number;
}

const BASE64 = '[A-Za-z0-9+/_=-]';
/** As Ory Kratos imports it. */
const KRATOS = new RegExp(
  `^\\$firescrypt\\$ln=(\\d{1,2}),r=(\\d{1,5}),p=(\\d{1,5})\\$(${BASE64}+)\\$(${BASE64}+)\\$(${BASE64}*)\\$(${BASE64}+)$`,
);
/** As Supabase imports it. */
const SUPABASE = new RegExp(
  `^\\$fbscrypt\\$v=1,n=(\\d{1,2}),r=(\\d{1,5}),p=(\\d{1,5}),ss=(${BASE64}*),sk=(${BASE64}+)\\$(${BASE64}+)\\$(${BASE64}+)$`,
);
const LONGEST = 1024;

/**
 * Reads a Firebase hash together with its project's parameters, since a stored hash has to be
 * verifiable by itself. Firebase has no such string; there are two by other importers, and both are
 * read: `$firescrypt$ln=14,r=8,p=1$<salt>$<hash>$<salt separator>$<signer key>` (Ory Kratos; what
 * `formatFirebaseHash` writes) and
 * `$fbscrypt$v=1,n=14,r=8,p=1,ss=<salt separator>,sk=<signer key>$<salt>$<hash>` (Supabase).
 *
 * @param text a stored hash
 * @returns its parts, the salt with the separator after it; `null` when it is none of these
 */
export function parseFirebaseHash(text: string): FirebaseScryptHash | null {
  if (text.length > LONGEST) return null;
  const [, ln, r1, p1, salt1 = '', digest1, separator1 = '', key1 = ''] = KRATOS.exec(text) ?? [];
  if (digest1 !== undefined) return firebaseHash(ln, r1, p1, salt1, separator1, digest1, key1);
  const [, n, r2, p2, separator2 = '', key2 = '', salt2 = '', digest2] = SUPABASE.exec(text) ?? [];
  if (digest2 !== undefined) return firebaseHash(n, r2, p2, salt2, separator2, digest2, key2);
  return null;
}

function firebaseHash(
  memCost: string | undefined,
  blockSize: string | undefined,
  parallelism: string | undefined,
  ...parts: [salt: string, separator: string, digest: string, signerKey: string]
): FirebaseScryptHash | null {
  const [salt, separator, digest, signerKey] = parts.map(decodeAnyBase64);
  if (!salt || !separator || !digest || !signerKey) return null;
  const salted = Buffer.concat([salt, separator]);
  const hash = scryptHash(2 ** Number(memCost), blockSize, parallelism, salted, digest);
  // A stream cipher: what comes out is as long as what went in.
  return hash === null || digest.length !== signerKey.length ? null : { ...hash, signerKey };
}

/**
 * Makes the string to store of a user in Firebase's export (`firebase auth:export`).
 *
 * @param user the user's `passwordHash` and `salt`, base64 as they stand there
 * @param config the project's parameters
 * @returns the string; `parseFirebaseHash` says whether it is any good
 */
export const formatFirebaseHash = (
  user: { readonly passwordHash: string; readonly salt: string },
  { base64SignerKey, base64SaltSeparator, rounds, memCost }: FirebaseHashConfig,
): string =>
  `$firescrypt$ln=${memCost},r=${rounds},p=1$${user.salt}$${user.passwordHash}$${base64SaltSeparator}$${base64SignerKey}`;
