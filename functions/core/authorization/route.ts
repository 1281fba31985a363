/** The methods of a REST API, which `ANY` stands for. */
export const ROUTE_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;
export type RouteMethod = (typeof ROUTE_METHODS)[number];

/** A protected route of the API, as the construct declares it. */
export interface Route {
  readonly method: RouteMethod | 'ANY';
  /** `/orders/{id}`; the last part may be greedy, `{proxy+}`. */
  readonly path: string;
  /** All of them are needed. */
  readonly scopes: readonly string[];
  /** Any one of them is needed; none when empty. */
  readonly roles: readonly string[];
  /** The path's parts: literals, `{}` for a parameter and `{+}` for a greedy one. */
  readonly segments: readonly string[];
}

/** A parameter takes one part of a path. */
export const PARAMETER = '{}';
/** A greedy parameter takes one part or more, and is the last. */
export const GREEDY = '{+}';

/** What a token brings. */
export interface Holdings {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

/** @returns whether a token with these scopes and roles may use the route */
export const holds = ({ scopes, roles }: Route, held: Holdings): boolean =>
  scopes.every((scope) => held.scopes.includes(scope)) &&
  (roles.length === 0 || roles.some((role) => held.roles.includes(role)));

/** @returns the routes that the gateway may choose for a method: `ANY` yields to the method's own */
export const routesFor = (method: RouteMethod, routes: readonly Route[]): readonly Route[] =>
  routes.filter(
    (route) =>
      route.method === method ||
      (route.method === 'ANY' &&
        !routes.some((own) => own.method === method && sameResource(own, route))),
  );

/**
 * Whether the gateway prefers one route to another wherever both match: at the first part where they
 * differ, a literal wins over a parameter and a parameter over a greedy one. Where that rule and
 * "greedy ones come last" disagree, neither is preferred: the policy is then right under both.
 */
export function isMoreSpecific(one: Route, other: Route): boolean {
  const at = one.segments.findIndex((part, index) => rank(part) !== rank(other.segments[index]));
  return (
    at >= 0 &&
    rank(one.segments[at]) < rank(other.segments[at]) &&
    !(isGreedy(one) && !isGreedy(other))
  );
}

export const isGreedy = (route: Route): boolean => route.segments.at(-1) === GREEDY;

const rank = (part: string | undefined): number => {
  if (part === undefined) return 3;
  return part === GREEDY ? 2 : Number(part === PARAMETER);
};

const sameResource = (one: Route, other: Route): boolean =>
  one.segments.join('/') === other.segments.join('/');
