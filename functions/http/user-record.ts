import { heldScopes, type RoleScopes } from '../core/scopes.ts';
import type { User } from '../core/users/user.ts';

/** @returns a time as RFC 3339 has it */
export const timeOf = (millis: number): string => new Date(millis).toISOString();

/**
 * @returns what the table has of a user, without anything about the password. The roles and scopes are
 *   as stored, and `scopes_with_roles` what they come to
 */
export const userRecord = (user: Omit<User, 'passwordHash'>, roleScopes: RoleScopes) => ({
  id: user.userId,
  username: user.username,
  email: user.email,
  full_name: user.fullName,
  disabled: user.disabled,
  roles: user.roles,
  scopes: user.scopes,
  scopes_with_roles: heldScopes(user, roleScopes),
  created_at: timeOf(user.createdAt),
  updated_at: timeOf(user.updatedAt),
});
