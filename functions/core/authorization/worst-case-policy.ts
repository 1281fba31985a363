import { ROUTE_METHODS, routesFor, type Route, type RouteMethod } from './route.ts';
import { overlap, patternOf } from './route-pattern.ts';
import { allowedPaths, deniedPaths } from './stage-policy.ts';

/** The longest ARN up to the stage: `arn:aws-us-gov:execute-api:ap-southeast-2:<account>:<api>/`. */
const LONGEST_ARN_BYTES = 66;

/** Version, two statements' frames, the principal: what a result has around its resources. */
const FRAME_BYTES = 300;

/**
 * What the context may take, in bytes: 250 for ids, times and names of members, 512 for a username
 * of 128 code points, 1,238 for scope and roles.
 */
export const CONTEXT_ALLOWANCE_BYTES = 2000;

/**
 * The most bytes that the authorizer's result can take, for any token, context included. API Gateway
 * refuses results over 8 KB, with a 500 for that token.
 *
 * @param routes the table, as `parseRouteTable` gives it
 * @param stageName the stage that the API is deployed to
 */
export function worstCasePolicyBytes(routes: readonly Route[], stageName: string): number {
  let bytes = FRAME_BYTES + CONTEXT_ALLOWANCE_BYTES;
  const sizeOf = (paths: Iterable<string>): number =>
    [...paths].reduce(
      (sum, path) => sum + LONGEST_ARN_BYTES + stageName.length + path.length + '/"",'.length,
      0,
    );
  for (const method of ROUTE_METHODS) {
    const table = routesFor(method, routes);
    for (const route of table) {
      const others = table.filter((other) => other !== route && canLack(route, [other]));
      const denied = new Set(others.flatMap((held) => deniedPaths(method, table, held, route)));
      // A token holds the route or lacks it.
      bytes += Math.max(sizeOf(allowedPaths(method, route)), sizeOf(denied));
    }
  }
  return bytes;
}

/** Two routes that a policy can't keep apart for every token. */
export interface AmbiguousRoutes {
  readonly method: RouteMethod;
  /** A token that lacks this one… */
  readonly lacked: Route;
  /** …is refused at some requests for this one, which it holds. */
  readonly held: Route;
}

/**
 * Finds routes that IAM's wildcards can't keep apart, so that the policy refuses too much (never too
 * little): beside an open `/a/{x}`, say, `/a/{x}/c` and `/a/{x}/{y}/c` with different scopes.
 *
 * @returns such pairs; a table without any gets exact policies for every token
 */
export function ambiguousRoutes(routes: readonly Route[]): readonly AmbiguousRoutes[] {
  return ROUTE_METHODS.flatMap((method) => {
    const table = routesFor(method, routes);
    return table.flatMap((lacked) =>
      table
        .filter((held) => held !== lacked && isHit(table, lacked, held))
        .map((held) => ({ method, lacked, held })),
    );
  });
}

/** Whether a token that lacks one route can be denied some request for another that it holds. */
const isHit = (table: readonly Route[], lacked: Route, held: Route): boolean =>
  table
    .filter((allowing) => allowing !== lacked && canLack(lacked, [allowing, held]))
    .flatMap((allowing) => overlap(patternOf(allowing), allowing, lacked, table))
    .some((denied) =>
      overlap(denied, null, held, table).some((hit) => hit.length === 1 || hit.at(-1) !== ''),
    );

/** Whether some token holds all the given routes and not this one. */
const canLack = (lacked: Route, held: readonly Route[]): boolean => {
  const scopes = new Set(held.flatMap((route) => route.scopes));
  return (
    lacked.scopes.some((scope) => !scopes.has(scope)) ||
    (lacked.roles.length > 0 &&
      held.every(
        ({ roles }) => roles.length === 0 || roles.some((role) => !lacked.roles.includes(role)),
      ))
  );
};
