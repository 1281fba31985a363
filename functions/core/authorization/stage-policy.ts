import {
  holds,
  ROUTE_METHODS,
  routesFor,
  type Holdings,
  type Route,
  type RouteMethod,
} from './route.ts';
import { overlap, patternOf, withTrailingSlash, type Pattern } from './route-pattern.ts';

/** One statement of an IAM policy as API Gateway takes it from an authorizer. */
export interface PolicyStatement {
  readonly Action: 'execute-api:Invoke';
  readonly Effect: 'Allow' | 'Deny';
  readonly Resource: string[];
}

/** An IAM policy document; a matching Deny beats every Allow, and what nothing matches is denied. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: PolicyStatement[];
}

/**
 * Makes the policy for a whole stage: the gateway caches it by token and uses it for all of the
 * stage's routes. It allows the patterns of the routes that a token holds and denies those requests
 * for the other routes which these patterns also cover, since IAM's `*` spans slashes.
 *
 * Where a Deny would cover requests of a held route too, it stands: the policy fails closed.
 * `ambiguousRoutes` finds such tables at synthesis.
 *
 * @param routes every protected route of the stage
 * @returns the policy for what a token holds; `stageArn` is `arn:…:<api>/<stage>`. A token without
 *   any route gets a policy that denies the stage: the gateway takes no policy without a statement.
 */
export function createStagePolicy(
  routes: readonly Route[],
): (held: Holdings, stageArn: string) => PolicyDocument {
  const tables = ROUTE_METHODS.map((method) => ({ method, table: routesFor(method, routes) }));
  const coverings = new Map<string, readonly string[]>();
  const covering = (method: RouteMethod, table: readonly Route[], held: Route, lacked: Route) => {
    const key = `${method} ${held.path} ${lacked.path}`;
    const known = coverings.get(key) ?? deniedPaths(method, table, held, lacked);
    coverings.set(key, known);
    return known;
  };
  return (held, stageArn) => {
    const allowed = new Set<string>();
    const denied = new Set<string>();
    for (const { method, table } of tables) {
      const usable = table.filter((route) => holds(route, held));
      for (const route of usable) {
        for (const path of allowedPaths(method, route)) allowed.add(`${stageArn}/${path}`);
      }
      for (const lacked of table.filter((route) => !usable.includes(route))) {
        for (const path of usable.flatMap((route) => covering(method, table, route, lacked))) {
          denied.add(`${stageArn}/${path}`);
        }
      }
    }
    if (allowed.size === 0) denied.add(`${stageArn}/*`);
    return {
      Version: '2012-10-17',
      Statement: [statement('Allow', allowed), statement('Deny', denied)].filter(
        ({ Resource }) => Resource.length > 0,
      ),
    };
  };
}

const statement = (Effect: 'Allow' | 'Deny', resources: ReadonlySet<string>): PolicyStatement => ({
  Action: 'execute-api:Invoke',
  Effect,
  Resource: [...resources],
});

/** @returns what an Allow for a route has behind the stage: `GET/orders` and `GET/orders/` */
export const allowedPaths = (method: RouteMethod, route: Route): readonly string[] =>
  withTrailingSlash(patternOf(route)).map((pattern) => toPath(method, pattern));

/** @returns what has to be denied behind the stage when one route is held and another is not */
export const deniedPaths = (
  method: RouteMethod,
  table: readonly Route[],
  held: Route,
  lacked: Route,
): readonly string[] =>
  overlap(patternOf(held), held, lacked, table).map((pattern) => toPath(method, pattern));

const toPath = (method: RouteMethod, pattern: Pattern): string => `${method}/${pattern.join('/')}`;
