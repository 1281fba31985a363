import type { RoleScopes } from '../core/scopes.ts';
import type { EnvironmentReader } from './environment.ts';

/** Reads what each role stands for: `ROLE_SCOPES`, JSON such as `{"editor":["items:write"]}`. */
export const readRoleScopes = (environment: EnvironmentReader): RoleScopes =>
  environment.json('ROLE_SCOPES', parseRoleScopes);

function parseRoleScopes(value: unknown): RoleScopes {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notRoles();
  const roles = Object.entries(value).map(([role, scopes]: [string, unknown]) => {
    if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) {
      throw notRoles();
    }
    return [role, scopes] as const;
  });
  return Object.fromEntries(roles);
}

const notRoles = (): Error => new Error('roles must be lists of scopes by their names');
