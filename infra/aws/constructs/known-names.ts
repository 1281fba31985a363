import type { Method } from 'aws-cdk-lib/aws-apigateway';
import { isReservedScope } from '../../../functions/core/scopes.ts';
import { type ProtectOptions, routeName } from './protected-routes.ts';
import type { TokenServiceSettings } from './token-service-settings.ts';

/**
 * Finds slips of the pen in what a route asks for, where the service has been told which names there
 * are: no token would ever hold such a scope, and no user such a role.
 *
 * @throws Error naming the route, the unknown name, and the nearest known one
 */
export function checkKnownNames(
  method: Method,
  { scopes = [], roles = [] }: ProtectOptions,
  settings: Pick<TokenServiceSettings, 'scopesSupported' | 'selfRegistrationScopes' | 'roles'>,
): void {
  const { scopesSupported, selfRegistrationScopes, roles: roleScopes } = settings;
  if (scopesSupported.length > 0) {
    const known = [
      ...scopesSupported,
      ...selfRegistrationScopes,
      ...Object.values(roleScopes).flat(),
    ];
    const named = scopes.filter((scope) => !isReservedScope(scope));
    check(`scopes of ${routeName(method)}`, named, known, 'scopesSupported');
  }
  if (Object.keys(roleScopes).length > 0) {
    check(`roles of ${routeName(method)}`, roles, Object.keys(roleScopes), 'roles');
  }
}

function check(
  what: string,
  names: readonly string[],
  known: readonly string[],
  prop: string,
): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  const advice =
    nearest === null ? `known: ${[...new Set(known)].join(' ')}` : `did you mean '${nearest}'?`;
  throw new Error(
    `${what} must be among ${prop} of the TokenService; received '${unknown}' (${advice})`,
  );
}

/** @returns the known name that takes the fewest changes of a letter, `null` where all take many */
export function nearestName(name: string, known: readonly string[]): string | null {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((one, other) => one.distance - other.distance);
  return nearest?.candidate ?? null;
}

/** Levenshtein's distance: letters put in, left out or replaced. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of from.split('').entries()) {
    let left = at + 1;
    row = row.map((above, column) => {
      if (column === 0) return left;
      const replaced = (row[column - 1] ?? 0) + Number(letter !== to[column - 1]);
      left = Math.min(above + 1, left + 1, replaced);
      return left;
    });
  }
  return row[to.length] ?? 0;
}
