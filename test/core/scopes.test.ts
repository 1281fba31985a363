import * as fc from 'fast-check';
import { OAuthError } from '../../functions/core/oauth-error.ts';
import {
  grantScopes,
  heldScopes,
  intersectScopes,
  isReservedScope,
  parseScope,
} from '../../functions/core/scopes.ts';

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
  return 'granted';
};

describe('parsing a scope parameter', () => {
  it('reads the tokens in order and drops repeated ones', () => {
    expect(parseScope('items:read me items:read')).toEqual(['items:read', 'me']);
  });

  it.each([
    ['a double space', 'a  b'],
    ['a leading space', ' a'],
    ['a trailing space', 'a '],
    ['a tab', 'a\tb'],
    ['a quotation mark', 'a"b'],
    ['a backslash', 'a\\b'],
    ['a letter outside ASCII', 'ä'],
    ['a NUL', 'a\0'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(refusal(() => parseScope(text))).toBe('invalid_scope');
  });

  it('takes any text either as tokens of the RFC charset or refuses it as invalid_scope', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 12 }), (text) => {
        if (refusal(() => parseScope(text)) === 'invalid_scope') return;
        expect(parseScope(text).join(' ')).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/);
      }),
    );
  });
});

describe('granting scopes', () => {
  const SUPPORTED = ['items:read', 'items:write'];
  const plain = { reservedScopes: [] };
  const console = { reservedScopes: ['users:admin'] };
  const held = ['me', 'items:read', 'users:admin', 'tokens:introspect'];

  it('grants everything unreserved when nothing is asked for, to a listed client too', () => {
    expect(grantScopes(null, held, console, SUPPORTED)).toEqual(['me', 'items:read']);
  });

  it('grants nothing to a user who holds nothing and a client that asks for nothing', () => {
    expect(grantScopes(null, [], plain, SUPPORTED)).toEqual([]);
  });

  it('narrows what is asked for to what is held', () => {
    expect(grantScopes(['items:write', 'items:read'], held, plain, SUPPORTED)).toEqual([
      'items:read',
    ]);
  });

  it('refuses a request of which nothing is held', () => {
    expect(refusal(() => grantScopes(['items:write'], held, plain, SUPPORTED))).toBe(
      'invalid_scope',
    );
  });

  it('refuses a scope that nobody knows, whatever else is asked for', () => {
    const asked = ['items:read', 'itms:write'];
    expect(refusal(() => grantScopes(asked, held, plain, SUPPORTED))).toBe('invalid_scope');
    expect(grantScopes(['items:read', 'users:admin'], held, plain, SUPPORTED)).toEqual([
      'items:read',
    ]);
  });

  it('knows what a user holds although nothing else names it', () => {
    expect(grantScopes(['me'], held, plain, SUPPORTED)).toEqual(['me']);
  });

  it('grants a reserved scope only by name to a client listed for it', () => {
    expect(grantScopes(['users:admin'], held, console, SUPPORTED)).toEqual(['users:admin']);
    expect(refusal(() => grantScopes(['users:admin'], held, plain, SUPPORTED))).toBe(
      'invalid_scope',
    );
    expect(refusal(() => grantScopes(['tokens:introspect'], held, console, SUPPORTED))).toBe(
      'invalid_scope',
    );
  });

  it('knows the reserved scopes by their whole first part', () => {
    expect(['users:admin', 'tokens:x', 'users', 'xusers:a', 'user:a'].map(isReservedScope)).toEqual(
      [true, true, false, false, false],
    );
  });
});

it.each([
  ['a space', 'items:read users:admin'],
  ['a tab', 'items:read\tusers:admin'],
  ['a no-break space', 'items:read\u00A0users:admin'],
  ['a quotation mark', 'items:read"'],
  ['a letter outside ASCII', 'ä'],
  ['nothing in it', ''],
])('does not take a stored entry with %s for a scope that is held', (_, entry) => {
  expect(heldScopes({ scopes: ['me', entry, 'items:write'], roles: [] }, {})).toEqual([
    'me',
    'items:write',
  ]);
});

it('adds what the roles stand for to what a user holds, each once', () => {
  const roleScopes = { editor: ['items:read', 'items:write'], empty: [] };
  const user = { scopes: ['me', 'items:read'], roles: ['editor', 'empty', 'unheard-of'] };
  expect(heldScopes(user, roleScopes)).toEqual(['me', 'items:read', 'items:write']);
});

it.each(['constructor', '__proto__', 'toString'])('takes a role named %s for nothing', (role) => {
  expect(heldScopes({ scopes: [], roles: [role] }, {})).toEqual([]);
});

it('lists what a user holds once each and intersects in the order of the first list', () => {
  expect(heldScopes({ scopes: ['b', 'a', 'b'], roles: [] }, {})).toEqual(['b', 'a']);
  expect(intersectScopes(['c', 'a', 'b'], ['b', 'c'])).toEqual(['c', 'b']);
});
