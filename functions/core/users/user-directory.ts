import type { User } from './user.ts';

/** A part of all users. */
export interface UserPage {
  /** Without their hashes. In no order that means anything, and always in the same one. */
  readonly users: readonly User[];
  /** Where the next part begins: behind this name. `null`: there is none. */
  readonly next: string | null;
  /** How many items of users could not be read as such. */
  readonly broken: number;
}

/** The users table, for those who look through all users. */
export interface UserDirectory {
  /**
   * Reads a part of all users. Whoever is there from the first part to the last is in exactly one;
   * who comes or goes meanwhile may be in one or not.
   *
   * @param limit the most users; there may be fewer, even none, although there is a next part
   * @param after the `next` of the part before, whose user may be gone; `null`: from the beginning
   */
  page(limit: number, after: string | null): Promise<UserPage>;
}
