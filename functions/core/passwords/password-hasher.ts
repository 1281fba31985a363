/** Verifies stored hashes of one kind, also such as no hash is made of any more. */
export interface PasswordVerifier {
  /** @returns whether a stored hash can be read and costs no more than any may */
  canVerify(hash: string): boolean;
  /** @returns whether the password fits the hash; `false`, at once, for one it can't verify */
  verify(hash: string, password: string): Promise<boolean>;
}

/** Hashes and verifies passwords. Whoever must not tell by time verifies one hash, see `dummyHash`. */
export interface PasswordHasher extends PasswordVerifier {
  /** @returns a PHC string with today's parameters, in the field order `m,t,p` */
  hash(password: string): Promise<string>;
  /** @returns whether the hash was made with other parameters than today's */
  needsRehash(hash: string): boolean;
  /** A well-formed hash of today's parameters that no password fits: verified in place of none. */
  readonly dummyHash: string;
}
