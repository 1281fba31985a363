import type { Method } from 'aws-cdk-lib/aws-apigateway';
import {
  parseRouteTable,
  type RouteEntry,
} from '../../../functions/core/authorization/route-table.ts';
import { worstCasePolicyBytes } from '../../../functions/core/authorization/worst-case-policy.ts';
import { SCOPE, SCOPE_WORDS } from './check-settings.ts';

/** What a request must bring to pass a protected method. */
export interface ProtectOptions {
  /**
   * Scopes that the token must hold, all of them.
   *
   * @default any valid token will do
   */
  readonly scopes?: readonly string[];

  /**
   * Roles of which the user must have one.
   *
   * @default any user will do
   */
  readonly roles?: readonly string[];
}

/** The most bytes that the route table may have in the authorizer's environment, of Lambda's 4 KB. */
export const ROUTES_MAX_BYTES = 3000;

/** The most bytes that the authorizer's answer may have, of the gateway's 8 KB. */
export const POLICY_MAX_BYTES = 7500;

/** @returns `GET /orders`, for errors */
export const routeName = (method: Method): string => `${method.httpMethod} ${method.resource.path}`;

/**
 * @returns the route as the authorizer reads it
 * @throws Error when a list is there but empty, repeats itself or has something that is no scope
 *   (RFC 6749 §3.3), or when the authorizer could not make a pattern of the path
 */
export function routeEntry(method: Method, { scopes, roles }: ProtectOptions): RouteEntry {
  const sortedScopes = checkNames(method, 'scopes', scopes);
  const sortedRoles = checkNames(method, 'roles', roles);
  const route = [method.httpMethod, method.resource.path, sortedScopes] as const;
  const entry: RouteEntry = sortedRoles.length > 0 ? [...route, sortedRoles] : route;
  parseRouteTable([entry]);
  return entry;
}

/**
 * @returns the route table as the authorizer's environment has it, in an order that doesn't depend on
 *   the order of the declarations
 */
export const routesJson = (routes: readonly RouteEntry[]): string =>
  JSON.stringify(routes.toSorted((a, b) => compare(a[1], b[1]) || compare(a[0], b[0])));

/** @returns what makes the table too large for Lambda or for the gateway; usually nothing */
export function sizeProblems(routes: readonly RouteEntry[], stageName: string): readonly string[] {
  const tableBytes = Buffer.byteLength(routesJson(routes));
  const policyBytes = worstCasePolicyBytes(parseRouteTable(routes), stageName);
  return [
    ...(tableBytes > ROUTES_MAX_BYTES
      ? [
          `the route table must not exceed ${ROUTES_MAX_BYTES} bytes; received ${tableBytes}: guard fewer or shorter routes in one API`,
        ]
      : []),
    ...(policyBytes > POLICY_MAX_BYTES
      ? [
          `the authorizer's longest answer must not exceed ${POLICY_MAX_BYTES} bytes; received ${policyBytes}: guard fewer or shorter routes in one API, or put them into a RestApi of your own`,
        ]
      : []),
  ];
}

function checkNames(
  method: Method,
  list: 'scopes' | 'roles',
  names: readonly string[] | undefined,
): readonly string[] {
  if (names === undefined) return [];
  const what = `${list} of ${routeName(method)}`;
  if (names.length === 0) {
    throw new Error(`${what} must not be empty; leave them out where any valid token will do`);
  }
  for (const name of names) {
    if (!SCOPE.test(name)) throw new Error(`${what} must be ${SCOPE_WORDS}; received '${name}'`);
  }
  if (new Set(names).size !== names.length) {
    throw new Error(`${what} must not repeat themselves; received ${names.join(' ')}`);
  }
  return names.toSorted(compare);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
