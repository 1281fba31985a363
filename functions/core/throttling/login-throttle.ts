/** What a throttle says of one try of a password. */
export type Admission =
  | {
      readonly admitted: true;
      /**
       * The password was right: takes this try back, and remembers the source. Without it the try
       * counts as a wrong one.
       *
       * @throws what the tables throw
       */
      readonly succeeded: () => Promise<void>;
    }
  | {
      readonly admitted: false;
      /** Whose counter refused. */
      readonly by: 'account' | 'source' | 'known_source';
      /** When another try has a chance, in whole seconds from now; 1 at least. */
      readonly retryAfterSeconds: number;
    };

/** Slows the guessing of passwords down. */
export interface LoginThrottle {
  /**
   * Counts a try of a password, before the password is looked at: of many at once no more get
   * through than of as many one after the other. It asks nothing of the users table's users, so that
   * names that nobody has are throttled like all others.
   *
   * @param username normalised
   * @param ip the address that the gateway saw
   * @throws what the tables throw; whoever asks then lets nobody try
   */
  admit(username: string, ip: string): Promise<Admission>;
}

/** Throttles nothing. */
export const NO_LOGIN_THROTTLE: LoginThrottle = {
  admit: () => Promise.resolve({ admitted: true, succeeded: () => Promise.resolve() }),
};
