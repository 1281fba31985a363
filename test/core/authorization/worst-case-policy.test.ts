import * as fc from 'fast-check';

import { parseRouteTable } from '../../../functions/core/authorization/route-table.ts';
import { createStagePolicy } from '../../../functions/core/authorization/stage-policy.ts';
import {
  ambiguousRoutes,
  CONTEXT_ALLOWANCE_BYTES,
  worstCasePolicyBytes,
} from '../../../functions/core/authorization/worst-case-policy.ts';

const STAGE = 'arn:aws-us-gov:execute-api:ap-southeast-2:123456789012:abcdefghij/prod';
const SCOPES = ['r', 's', 't'];

describe('worstCasePolicyBytes', () => {
  it('bounds the policy of every token', () => {
    const path = fc
      .array(fc.constantFrom('orders', 'items', '{id}'), { maxLength: 4 })
      .map((parts) => `/${parts.join('/')}`);
    const entry = fc.tuple(fc.constantFrom('GET', 'ANY'), path, fc.subarray(SCOPES));
    const table = fc.uniqueArray(entry, { maxLength: 8, selector: ([method, at]) => method + at });
    fc.assert(
      fc.property(table, fc.subarray(SCOPES), (entries, scopes) => {
        const routes = parseRouteTable(entries);
        const policy = createStagePolicy(routes)({ scopes, roles: [] }, STAGE);
        const bytes = JSON.stringify({
          principalId: 'user:'.padEnd(41, 'x'),
          policyDocument: policy,
        });
        const bound = worstCasePolicyBytes(routes, 'prod') - CONTEXT_ALLOWANCE_BYTES;
        expect(bytes.length).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 1000 },
    );
  });

  it('has room for thirty routes of one method within 7,500 bytes', () => {
    const entries = Array.from({ length: 30 }, (_, index) => ['GET', `/things${index}/{id}`, []]);
    expect(worstCasePolicyBytes(parseRouteTable(entries), 'prod')).toBeLessThan(7500);
  });
});

const pairs = (entries: unknown) =>
  ambiguousRoutes(parseRouteTable(entries)).map(
    ({ lacked, held }) => `${lacked.path} hits ${held.path}`,
  );

describe('ambiguousRoutes', () => {
  it('finds routes that a wildcard spanning slashes can not keep apart', () => {
    expect(
      pairs([
        ['GET', '/a/{x}', []],
        ['GET', '/a/{x}/c', ['r']],
        ['GET', '/a/{x}/{y}/c', ['s']],
      ]),
    ).toEqual(['/a/{x}/c hits /a/{x}/{y}/c']);
  });

  it.each([
    [
      'the same scopes',
      [
        ['GET', '/a/{x}', []],
        ['GET', '/a/{x}/c', ['r']],
        ['GET', '/a/{x}/{y}/c', ['r']],
      ],
    ],
    [
      'a special case of a parameter',
      [
        ['GET', '/users/{id}', ['admin']],
        ['GET', '/users/me', []],
        ['GET', '/users/me/items', ['items']],
      ],
    ],
    [
      'a resource and what is under it',
      [
        ['GET', '/orders', ['r']],
        ['GET', '/orders/{id}', ['s']],
        ['GET', '/orders/{id}/lines', ['t']],
      ],
    ],
    [
      'other methods',
      [
        ['GET', '/a/{x}', []],
        ['GET', '/a/{x}/c', ['r']],
        ['POST', '/a/{x}/{y}/c', ['s']],
      ],
    ],
  ])('finds nothing wrong with %s', (_, entries) => {
    expect(pairs(entries)).toEqual([]);
  });
});
