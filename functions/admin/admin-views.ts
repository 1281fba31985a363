import { heldScopes, type RoleScopes } from '../core/scopes.ts';
import type { User } from '../core/users/user.ts';

const time = (millis: number): string => new Date(millis).toISOString();

/**
 * @returns what an administrator sees of a user; times as RFC 3339 has them. The roles and scopes are
 *   as stored, and `scopes_with_roles` what they come to. Whether there is a password is not in it: its
 *   hash is not read.
 */
export const userView = (user: User, roleScopes: RoleScopes) => ({
  id: user.userId,
  username: user.username,
  email: user.email,
  full_name: user.fullName,
  disabled: user.disabled,
  roles: user.roles,
  scopes: user.scopes,
  scopes_with_roles: heldScopes(user, roleScopes),
  password_expired: user.passwordExpired,
  password_changed_at: time(user.passwordChangedAt),
  created_at: time(user.createdAt),
  updated_at: time(user.updatedAt),
});
