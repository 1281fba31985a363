import { heldScopes, type RoleScopes } from '../core/scopes.ts';
import { heldRoles } from '../core/users/held-roles.ts';
import type { User } from '../core/users/user.ts';

/** @returns what a user sees of himself, in the names of FastAPI's tutorial */
export const profileOf = (user: User, roleScopes: RoleScopes): unknown => ({
  username: user.username,
  email: user.email,
  full_name: user.fullName,
  disabled: user.disabled,
  scopes: heldScopes(user, roleScopes),
  roles: heldRoles(user),
});
