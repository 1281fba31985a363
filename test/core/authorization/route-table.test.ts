import { parseRouteTable } from '../../../functions/core/authorization/route-table.ts';

describe('parseRouteTable', () => {
  it('reads method, path, scopes and, where they are, roles', () => {
    expect(
      parseRouteTable([
        ['GET', '/orders/{id}', ['orders:read'], ['clerk']],
        ['ANY', '/{proxy+}', []],
        ['GET', '/', []],
      ]),
    ).toEqual([
      {
        method: 'GET',
        path: '/orders/{id}',
        scopes: ['orders:read'],
        roles: ['clerk'],
        segments: ['orders', '{}'],
      },
      { method: 'ANY', path: '/{proxy+}', scopes: [], roles: [], segments: ['{+}'] },
      { method: 'GET', path: '/', scopes: [], roles: [], segments: [] },
    ]);
  });

  it.each([
    ['no list', {}],
    ['a route that is no list', [{}]],
    ['a fifth element', [['GET', '/a', [], [], []]]],
    ['an unknown method', [['TRACE', '/a', []]]],
    ['a method in lower case', [['get', '/a', []]]],
    ['a path without a slash', [['GET', 'a', []]]],
    ['an empty part', [['GET', '/a//b', []]]],
    ['a trailing slash', [['GET', '/a/', []]]],
    ['a wildcard in a path', [['GET', '/a/*', []]]],
    ['a question mark in a path', [['GET', '/a?', []]]],
    ['a policy variable in a path', [['GET', '/${aws:username}', []]]],
    ['a greedy parameter before the end', [['GET', '/{proxy+}/a', []]]],
    ['missing scopes', [['GET', '/a']]],
    ['a scope with a space', [['GET', '/a', ['a b']]]],
    ['roles that are no list', [['GET', '/a', [], 'admin']]],
    [
      'a route twice, by another name of its parameter',
      [
        ['GET', '/a/{x}', []],
        ['GET', '/a/{y}', []],
      ],
    ],
  ])('refuses %s', (_, value) => {
    expect(() => parseRouteTable(value)).toThrow(TypeError);
  });
});
