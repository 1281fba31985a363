import { GREEDY, PARAMETER, ROUTE_METHODS, type Route } from './route.ts';

/** A route as the construct writes it: method, path, scopes, roles. */
export type RouteEntry =
  | readonly [method: string, path: string, scopes: readonly string[]]
  | readonly [method: string, path: string, scopes: readonly string[], roles: readonly string[]];

const LITERAL = /^[A-Za-z0-9._:-]+$/;
const PARAMETER_PART = /^\{[A-Za-z0-9._-]+\}$/;
const GREEDY_PART = /^\{[A-Za-z0-9._-]+\+\}$/;
/** RFC 6749 §3.3 `scope-token`; roles are spelled alike, since a space parts them in the context. */
const NAME = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/**
 * Reads the table of protected routes that the construct writes into the authorizer's environment.
 *
 * @param value JSON: `[["GET", "/orders/{id}", ["orders:read"], ["clerk"]], …]`; the roles may be
 *   missing. All scopes are needed, any one role is.
 * @throws TypeError naming the first route that is wrong
 */
export function parseRouteTable(value: unknown): readonly Route[] {
  if (!Array.isArray(value)) throw new TypeError('the route table is not a list');
  const routes = value.map(parseRoute);
  const seen = new Set<string>();
  for (const { method, path, segments } of routes) {
    const resource = `${method} /${segments.join('/')}`;
    if (seen.has(resource)) throw new TypeError(`the route ${method} ${path} is there twice`);
    seen.add(resource);
  }
  return routes;
}

function parseRoute(entry: unknown): Route {
  const [method, path, scopes, roles = [], ...more]: unknown[] = Array.isArray(entry) ? entry : [];
  if (typeof method !== 'string' || typeof path !== 'string' || more.length > 0) {
    throw new TypeError('a route is not [method, path, scopes, roles]');
  }
  const refuse = (problem: string): never => {
    throw new TypeError(`the route ${method} ${path} ${problem}`);
  };
  const known = [...ROUTE_METHODS, 'ANY' as const].find((name) => name === method);
  return {
    method: known ?? refuse('has a method that a REST API has not'),
    path,
    scopes: isNames(scopes) ? scopes : refuse('has no list of scopes'),
    roles: isNames(roles) ? roles : refuse('has no list of roles'),
    segments: parsePath(path) ?? refuse('has a path that is none'),
  };
}

/** @returns the parts; none for the root; `null` when the path is none */
function parsePath(path: string): readonly string[] | null {
  if (path === '/') return [];
  if (!path.startsWith('/')) return null;
  const parts = path.slice(1).split('/');
  const segments = parts.map((part, index) => {
    if (GREEDY_PART.test(part) && index === parts.length - 1) return GREEDY;
    if (PARAMETER_PART.test(part)) return PARAMETER;
    return LITERAL.test(part) ? part : null;
  });
  return segments.every((part) => part !== null) ? segments : null;
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string' && NAME.test(name));
