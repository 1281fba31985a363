import type { User } from './user.ts';

/** The users table, for those who delete users. */
export interface UserRemoval {
  /**
   * Takes a user out of the table for good.
   *
   * @param user as read: one of the same name who came after him stays
   * @returns `false` when he was not there; nothing is written then
   */
  remove(user: Pick<User, 'username' | 'userId'>): Promise<boolean>;
}
