import type { Client } from './clients/client.ts';
import { OAuthError } from './oauth-error.ts';
import type { User } from './users/user.ts';

/** `scope-token` of RFC 6749 §3.3: printable ASCII without space, `"` and `\`. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** @returns whether a text is one scope (RFC 6749 §3.3) */
export const isScopeToken = (text: string): boolean => SCOPE_TOKEN.test(text);

/** Scopes that rule over this service itself; other scopes belong to the team's own API. */
const RESERVED_SCOPE = /^(?:users|tokens):/;

/** What a caller of the introspection endpoint needs (RFC 7662 §2.1). */
export const INTROSPECTION_SCOPE = 'tokens:introspect';

/** What a caller of the routes under `/admin` needs. */
export const USERS_ADMIN_SCOPE = 'users:admin';

/** The scopes that each role stands for. A role that is not in it stands for none. */
export type RoleScopes = Readonly<Record<string, readonly string[]>>;

const OWN_SCOPES: readonly string[] = [INTROSPECTION_SCOPE, USERS_ADMIN_SCOPE];

/** @returns whether a scope is one of the service's own, `users:*` and `tokens:*` */
export const isReservedScope = (scope: string): boolean => RESERVED_SCOPE.test(scope);

/**
 * Reads a `scope` parameter (RFC 6749 §3.3: tokens with one space between them).
 *
 * @param text the parameter, not empty (an empty parameter is an absent one, §3.2)
 * @returns its tokens in the order they came, each once
 * @throws OAuthError `invalid_scope` when it isn't of that form
 */
export function parseScope(text: string): readonly string[] {
  const tokens = text.split(' ');
  if (!tokens.every((token) => SCOPE_TOKEN.test(token))) {
    throw new OAuthError('invalid_scope', 'The scope is malformed.', 'malformed_scope');
  }
  return [...new Set(tokens)];
}

/**
 * @param roleScopes what the user's roles stand for
 * @returns every scope that the user holds now, his own and his roles', reserved ones among them, each
 *   once. An entry that is no scope token is none: with a space in it, it would be several in the token.
 */
export function heldScopes(
  { scopes, roles }: Pick<User, 'scopes' | 'roles'>,
  roleScopes: RoleScopes,
): readonly string[] {
  const ofRoles = roles.flatMap((role) =>
    Object.hasOwn(roleScopes, role) ? (roleScopes[role] ?? []) : [],
  );
  return [...new Set([...scopes, ...ofRoles].filter((scope) => SCOPE_TOKEN.test(scope)))];
}

/** The most that a list of scopes or roles has: what somebody holds has to fit into a token. */
export const MOST_HELD = { entries: 64, characters: 1000 } as const;

/** @returns whether a list of scopes or roles is short enough to be held */
export const canBeHeld = (list: readonly string[]): boolean =>
  list.length <= MOST_HELD.entries && list.join(' ').length <= MOST_HELD.characters;

/** @returns the scopes of the first list that are in the second, in the first one's order */
export function intersectScopes(
  scopes: readonly string[],
  within: readonly string[],
): readonly string[] {
  const allowed = new Set(within);
  return scopes.filter((scope) => allowed.has(scope));
}

/**
 * Decides the scope of a new session (RFC 6749 §3.3: the server may grant less than was asked).
 * A reserved scope is granted only when it is asked for by name, to a client listed for it.
 *
 * @param requested what the client asked for; `null` when it asked for nothing in particular
 * @param held what the user holds
 * @param known the scopes that the service's routes, roles and owner name; what the user holds, and
 *   the service's own, are known besides
 * @returns what is granted: all unreserved scopes the user holds, if nothing was asked for
 * @throws OAuthError `invalid_scope` when a scope was asked for that nobody knows, and when nothing of
 *   what was asked for can be granted
 */
export function grantScopes(
  requested: readonly string[] | null,
  held: readonly string[],
  client: Pick<Client, 'reservedScopes'>,
  known: readonly string[],
): readonly string[] {
  if (requested === null) return held.filter((scope) => !isReservedScope(scope));
  const isKnown = (scope: string): boolean =>
    known.includes(scope) || held.includes(scope) || OWN_SCOPES.includes(scope);
  if (!requested.every(isKnown)) {
    throw new OAuthError('invalid_scope', 'A requested scope is unknown.', 'unknown_scope');
  }
  const granted = intersectScopes(requested, held).filter(
    (scope) => !isReservedScope(scope) || client.reservedScopes.includes(scope),
  );
  if (granted.length === 0) {
    throw new OAuthError(
      'invalid_scope',
      'None of the requested scopes can be granted.',
      'scope_not_held',
    );
  }
  return granted;
}
