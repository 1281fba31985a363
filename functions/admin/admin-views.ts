import type { RoleScopes } from '../core/scopes.ts';
import type { User } from '../core/users/user.ts';
import { timeOf, userRecord } from '../http/user-record.ts';

/**
 * @returns what an administrator sees of a user; times as RFC 3339 has them. Whether there is a
 *   password is not in it: its hash is not read.
 */
export const userView = (user: User, roleScopes: RoleScopes) => ({
  ...userRecord(user, roleScopes),
  password_expired: user.passwordExpired,
  password_changed_at: timeOf(user.passwordChangedAt),
});
