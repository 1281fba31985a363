import type { User } from './user.ts';

/** The users table, for those who make users. */
export interface UserCreation {
  /**
   * Puts a new user into the table; nobody is ever overwritten.
   *
   * @param user with a `userId` that nobody has had
   * @returns `false` when the name is taken; nothing is written then
   */
  create(user: User): Promise<boolean>;
}

/** What is known of a user before he is one. */
export type UserDraft = Pick<
  User,
  'userId' | 'username' | 'passwordHash' | 'email' | 'fullName' | 'roles' | 'scopes'
>;

/** @returns a user who can log in, from now on (milliseconds since the epoch) */
export const newUser = (draft: UserDraft, now: number): User => ({
  ...draft,
  epoch: 0,
  disabled: false,
  createdAt: now,
  updatedAt: now,
  passwordChangedAt: now,
  passwordExpired: false,
});
