/** What a throttle says of one try to sign up. */
export type RegistrationAdmission =
  | { readonly admitted: true }
  | {
      readonly admitted: false;
      /** When another try has a chance, in whole seconds from now; 1 at least. */
      readonly retryAfterSeconds: number;
    };

/** Bounds how many users one network signs up, and how many names it can ask about that way. */
export interface RegistrationThrottle {
  /**
   * Counts a try, before it is made and whatever becomes of it.
   *
   * @param ip the address that the gateway saw
   * @throws what the tables throw; nobody signs up then
   */
  admit(ip: string): Promise<RegistrationAdmission>;
}
