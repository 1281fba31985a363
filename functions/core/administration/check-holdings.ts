import { AccountError } from '../account/account-error.ts';
import { canBeHeld, isReservedScope, isScopeToken, MOST_HELD, type RoleScopes } from '../scopes.ts';
import type { User } from '../users/user.ts';
import {
  refuseAdministration,
  type AdministrationPorts,
  type Administrator,
} from './administrator.ts';

/** What a user holds. */
export type Holdings = Pick<User, 'roles' | 'scopes'>;

/** What checking holdings needs. */
export type HoldingsPorts = Pick<AdministrationPorts, 'securityLog'> & {
  readonly roleScopes: RoleScopes;
};

/**
 * Decides what a user holds who shall hold certain scopes and roles. Scopes of the service itself, and
 * roles that stand for such, are out of an administrator's reach: those that the user has stay, whether
 * they are named or not, and others are refused.
 *
 * @param wanted what is left out stays
 * @param user as read; `null` for a new one, who has nothing
 * @returns what is to be written, of what was given
 * @throws AccountError for what is no list of scopes or roles, and for what only operators give
 */
export function checkHoldings(
  wanted: Partial<Holdings>,
  user: (Holdings & Pick<User, 'userId'>) | null,
  administrator: Administrator,
  ports: HoldingsPorts,
): Partial<Holdings> {
  const { scopes, roles } = wanted;
  if (scopes !== undefined && !isList(scopes)) throw refusedList('scopes_refused', 'scopes');
  if (roles !== undefined && !isList(roles)) throw refusedList('roles_refused', 'roles');
  const keeping = (
    reason: 'reserved_scope' | 'reserved_role',
    isGuarded: typeof isReservedScope,
  ) => {
    return (list: readonly string[], held: readonly string[]): readonly string[] => {
      const kept = held.filter(isGuarded);
      if (list.some((one) => isGuarded(one) && !kept.includes(one))) {
        throw refuseAdministration(reason, user, administrator, ports);
      }
      return [...new Set([...list, ...kept])];
    };
  };
  const keepScopes = keeping('reserved_scope', isReservedScope);
  const keepRoles = keeping('reserved_role', (role) => isReservedRole(role, ports.roleScopes));
  return {
    ...(scopes && { scopes: keepScopes(scopes, user?.scopes ?? []) }),
    ...(roles && { roles: keepRoles(roles, user?.roles ?? []) }),
  };
}

const isReservedRole = (role: string, roleScopes: RoleScopes): boolean =>
  Object.hasOwn(roleScopes, role) && (roleScopes[role] ?? []).some(isReservedScope);

const isList = (entries: readonly string[]): boolean =>
  canBeHeld(entries) && entries.every(isScopeToken);

const refusedList = (code: 'scopes_refused' | 'roles_refused', what: string): AccountError =>
  new AccountError(
    code,
    `The ${what} are at most ${MOST_HELD.entries}, of at most ${MOST_HELD.characters} characters together, each of printable ASCII characters without spaces, quotation marks and backslashes.`,
  );
