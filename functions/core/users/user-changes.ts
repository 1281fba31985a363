import type { User } from './user.ts';

/** What a change of a user may set. Times are milliseconds since the epoch. */
export type UserChange = Partial<Omit<User, 'userId' | 'username' | 'createdAt'>>;

/** What a user must still be for a change to be made; what is left out does not matter. */
export type UserCondition = Pick<User, 'epoch'> &
  Partial<Pick<User, 'userId' | 'createdAt' | 'updatedAt' | 'passwordHash'>>;

/** The users table, for those who change users. */
export interface UserChanges {
  /**
   * One conditional write to a user.
   *
   * @param username normalised
   * @param when the user as it was read
   * @returns `false` when the user is not there or not as it was read; nothing is written then
   */
  change(username: string, when: UserCondition, set: UserChange): Promise<boolean>;
}
