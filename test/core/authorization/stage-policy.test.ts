import * as fc from 'fast-check';

import {
  parseRouteTable,
  type RouteEntry,
} from '../../../functions/core/authorization/route-table.ts';
import type { Holdings } from '../../../functions/core/authorization/route.ts';
import { createStagePolicy } from '../../../functions/core/authorization/stage-policy.ts';
import { ambiguousRoutes } from '../../../functions/core/authorization/worst-case-policy.ts';
import { isAllowed } from '../../fakes/iam-evaluator.ts';
import { gatewayRoute } from '../../fakes/gateway-router.ts';

const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/prod';

const policyFor = (entries: readonly RouteEntry[], scopes: string[], roles: string[] = []) =>
  createStagePolicy(parseRouteTable(entries))({ scopes, roles }, STAGE);

const decide = (
  entries: readonly RouteEntry[],
  scopes: string[],
  request: string,
  roles: string[] = [],
): boolean =>
  isAllowed(policyFor(entries, scopes, roles), `${STAGE}/${request.replace(' /', '/')}`);

describe('a policy for the whole stage', () => {
  const shop: RouteEntry[] = [
    ['GET', '/orders', ['orders:read']],
    ['POST', '/orders', ['orders:write']],
    ['GET', '/orders/{id}', ['orders:read']],
    ['GET', '/orders/{id}/invoice', ['invoices:read']],
    ['ANY', '/stock', ['stock']],
    ['GET', '/', []],
    ['GET', '/me', []],
    ['DELETE', '/orders/{id}', [], ['admin', 'clerk']],
  ];

  it.each([
    ['GET /orders', ['orders:read'], true],
    ['GET /orders/', ['orders:read'], true],
    ['GET /orders', [], false],
    ['GET /orders/', [], false],
    ['POST /orders', ['orders:read'], false],
    ['GET /orders/1', ['orders:read'], true],
    ['GET /orders/1/', ['orders:read'], true],
    ['GET /orders/1/invoice', ['orders:read'], false],
    ['GET /orders/1/invoice/', ['orders:read'], false],
    ['GET /orders/1/invoice', ['orders:read', 'invoices:read'], true],
    ['GET /orders/1', ['invoices:read'], false],
    ['GET /', [], true],
    ['GET /me', [], true],
    ['GET /me/', [], true],
    ['POST /me', [], false],
    ['PATCH /stock', ['stock'], true],
    ['OPTIONS /stock', ['stock'], true],
    ['PATCH /stock', ['orders:read'], false],
  ])('%s with %j: %s', (request, scopes, expected) => {
    expect(decide(shop, scopes, request)).toBe(expected);
  });

  it('asks for any one of the roles', () => {
    expect(decide(shop, [], 'DELETE /orders/1', ['clerk'])).toBe(true);
    expect(decide(shop, [], 'DELETE /orders/1', ['guest'])).toBe(false);
  });

  it('never allows the stage, another stage or another API', () => {
    const policy = policyFor(shop, ['orders:read', 'orders:write', 'stock', 'invoices:read']);
    expect(isAllowed(policy, `${STAGE}/GET/undeclared`)).toBe(false);
    expect(isAllowed(policy, `${STAGE.replace('prod', 'test')}/GET/me`)).toBe(false);
    expect(isAllowed(policy, `${STAGE.replace('abcde', 'edcba')}/GET/me`)).toBe(false);
  });

  it('gives a token without any route a valid policy that denies', () => {
    expect(policyFor([['GET', '/orders', ['orders:read']]], [])).toEqual({
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: [`${STAGE}/*`] }],
    });
  });

  it('does not deny the special case of a parameter that is held', () => {
    const users: RouteEntry[] = [
      ['GET', '/users/{id}', ['users:admin']],
      ['GET', '/users/me', []],
    ];
    expect(decide(users, [], 'GET /users/me')).toBe(true);
    expect(decide(users, [], 'GET /users/1')).toBe(false);
    expect(decide(users, ['users:admin'], 'GET /users/1')).toBe(true);
  });

  it('denies under a greedy parameter what has scopes of its own', () => {
    const files: RouteEntry[] = [
      ['ANY', '/{proxy+}', []],
      ['GET', '/admin', ['admin']],
      ['ANY', '/admin/{proxy+}', ['admin']],
    ];
    expect(decide(files, [], 'GET /a/b/c')).toBe(true);
    expect(decide(files, [], 'GET /admin')).toBe(false);
    expect(decide(files, [], 'GET /admin/')).toBe(false);
    expect(decide(files, [], 'PUT /admin/x/y')).toBe(false);
    expect(decide(files, ['admin'], 'PUT /admin/x/y')).toBe(true);
  });

  it('keeps the root from whoever holds only what is under it, by two slashes too', () => {
    const site: RouteEntry[] = [
      ['GET', '/', ['admin']],
      ['GET', '/{proxy+}', ['files']],
    ];
    expect(decide(site, ['files'], 'GET /a')).toBe(true);
    expect(decide(site, ['files'], 'GET /')).toBe(false);
    expect(decide(site, ['files'], 'GET //')).toBe(false);
    expect(decide(site, ['admin'], 'GET /')).toBe(true);
  });

  it("lets a method's own route stand before ANY on the same path", () => {
    const both: RouteEntry[] = [
      ['ANY', '/x', []],
      ['DELETE', '/x', ['admin']],
    ];
    expect(decide(both, [], 'GET /x')).toBe(true);
    expect(decide(both, [], 'DELETE /x')).toBe(false);
    const open: RouteEntry[] = [
      ['ANY', '/x', ['admin']],
      ['GET', '/x', []],
    ];
    expect(decide(open, [], 'GET /x')).toBe(true);
    expect(decide(open, [], 'DELETE /x')).toBe(false);
  });

  it('refuses where the rules of precedence disagree and one of the routes is not held', () => {
    const routes: RouteEntry[] = [
      ['GET', '/{p}/b', ['r']],
      ['GET', '/a/{rest+}', ['s']],
    ];
    expect(decide(routes, ['s'], 'GET /a/b')).toBe(false);
    expect(decide(routes, ['r'], 'GET /a/b')).toBe(false);
    expect(decide(routes, ['s'], 'GET /a/c')).toBe(true);
    expect(decide(routes, ['r'], 'GET /c/b')).toBe(true);
    expect(decide(routes, ['r', 's'], 'GET /a/b')).toBe(true);
  });
});

const SEGMENTS = ['a', 'b', 'c', '{p}'];
const path = fc
  .tuple(fc.array(fc.constantFrom(...SEGMENTS), { maxLength: 4 }), fc.boolean())
  .map(([segments, greedy]) => `/${[...segments, ...(greedy ? ['{rest+}'] : [])].join('/')}`);
const names = (all: string[]) => fc.subarray(all, { maxLength: 2 });
const entry = fc.tuple(
  fc.constantFrom('GET', 'POST', 'ANY'),
  path,
  names(['r', 's', 't']),
  fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, names(['x', 'y'])),
);
const table = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 7,
  selector: ([method, name]) => `${method} ${name}`,
});
const request = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'PUT'),
    fc.array(fc.constantFrom('a', 'b', 'c', 'z', 'a.b'), { maxLength: 5 }),
  )
  .map(([method, segments]) => ({ method, path: segments.join('/') }));
const holdings: fc.Arbitrary<Holdings> = fc.record({
  scopes: fc.subarray(['r', 's', 't']),
  roles: fc.subarray(['x', 'y']),
});

type TestRoute = readonly [string, string, readonly string[], readonly string[]];
type Call = { method: string; path: string };
const RUNS = { numRuns: 4000 };

const may = (routed: TestRoute, held: Holdings): boolean =>
  routed[2].every((scope) => held.scopes.includes(scope)) &&
  (routed[3].length === 0 || routed[3].some((role) => held.roles.includes(role)));

describe.each([
  ['the tree decides', false],
  ['greedy routes come last', true],
])('random tables, tokens and requests, when %s', (_, greedyLast) => {
  let judged = 0;
  const judgeRefusal = (
    routes: TestRoute[],
    held: Holdings,
    { method, path: at }: Call,
    tail: string,
  ) => {
    const routed = gatewayRoute(routes, method, at, greedyLast);
    if (routed === null || may(routed, held)) return;
    judged += 1;
    const arn = `${STAGE}/${method}/${at}${tail}`;
    const policy = createStagePolicy(parseRouteTable(routes))(held, STAGE);
    expect({ arn, allowed: isAllowed(policy, arn) }).toEqual({ arn, allowed: false });
  };

  it('never allows a request for a route that the token does not hold', () => {
    judged = 0;
    fc.assert(fc.property(table, holdings, request, fc.constantFrom('', '/'), judgeRefusal), RUNS);
    expect(judged).toBeGreaterThan(RUNS.numRuns / 50);
  });

  it('allows every request for a route that is held, unless the table was found ambiguous', () => {
    let exact = 0;
    const judge = (routes: TestRoute[], held: Holdings, { method, path: at }: Call) => {
      const parsed = parseRouteTable(routes);
      const routed = gatewayRoute(routes, method, at, greedyLast);
      if (routed === null || !may(routed, held) || ambiguousRoutes(parsed).length > 0) return;
      exact += 1;
      const policy = createStagePolicy(parsed)(held, STAGE);
      const arn = `${STAGE}/${method}/${at}`;
      expect({ arn, allowed: isAllowed(policy, arn) }).toEqual({ arn, allowed: true });
    };
    fc.assert(fc.property(table, holdings, request, judge), RUNS);
    expect(exact).toBeGreaterThan(RUNS.numRuns / 50);
  });
});
