/** A user as the users table keeps it. Times are milliseconds since the epoch. */
export interface User {
  /** Immutable; `user:<uuid>`, so that a client id can never be mistaken for a user (RFC 9068 §5). */
  readonly userId: string;
  /** Normalised: see `normalizeUsername`. */
  readonly username: string;
  /** A PHC string or another system's format; `null` when no password is set. */
  readonly passwordHash: string | null;
  /** Raised to end every session at one stroke. */
  readonly epoch: number;
  readonly email: string | null;
  readonly fullName: string | null;
  readonly disabled: boolean;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly passwordChangedAt: number;
  /** The password still proves who its user is, but opens no session until it is changed. */
  readonly passwordExpired: boolean;
}

/** The users table. */
export interface UserStore {
  /** Reads consistently. @returns the user, or `null` when there is none of that (normalised) name */
  find(username: string): Promise<User | null>;
  /**
   * Replaces the password's hash by one of the same password with today's parameters, if the stored
   * one is still the one that was verified.
   *
   * @returns `false` when it was not (somebody changed the password meanwhile)
   */
  rehash(change: {
    readonly username: string;
    readonly verifiedHash: string;
    readonly newHash: string;
    readonly now: number;
  }): Promise<boolean>;
}
