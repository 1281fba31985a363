/** Hashes and verifies passwords. Costs about the same for every call (see `dummyHash`). */
export interface PasswordHasher {
  /** @returns a PHC string with today's parameters, in the field order `m,t,p` */
  hash(password: string): Promise<string>;
  /** @returns whether the password fits the hash; `false`, not a throw, for a hash it can't read */
  verify(hash: string, password: string): Promise<boolean>;
  /** @returns whether the hash was made with other parameters than today's */
  needsRehash(hash: string): boolean;
  /** A well-formed hash of today's parameters that no password fits: an unknown user costs the same. */
  readonly dummyHash: string;
}
