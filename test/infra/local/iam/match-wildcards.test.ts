import { matchWildcards } from '../../../../infra/local/iam/match-wildcards.ts';

describe('wildcards', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'ab', false],
    ['', '', true],
    ['*', '', true],
    ['*', 'a/b:c', true],
    ['a*', 'b', false],
    ['a*c', 'abbc', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b', 'a-b-c', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['secret-??????', 'secret-abcdef', true],
    ['secret-??????', 'secret-abcdefg', false],
    ['a.c', 'abc', false],
    ['**', 'x', true],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(matchWildcards(pattern, text)).toBe(expected);
  });
});
