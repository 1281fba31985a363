import * as fc from 'fast-check';
import {
  normalizeUsername,
  usernameProblem,
} from '../../../functions/core/users/normalize-username.ts';

describe('normalising a username', () => {
  it.each([
    ['capitals', 'JohnDoe', 'johndoe'],
    ['full-width letters', 'ｊｏｈｎ', 'john'],
    ['a ligature', 'ﬁn', 'fin'],
    ['a decomposed letter', 'u\u0308ber', 'über'],
    ['the Kelvin sign', '\u212Aelvin', 'kelvin'],
    ['a capital that folds into two characters', 'İ', 'i\u0307'],
    ['spaces inside', 'john doe', 'john doe'],
    ['an emoji', '🦀', '🦀'],
  ])('folds %s', (_, name, folded) => {
    expect(normalizeUsername(name)).toBe(folded);
  });

  it.each([
    ['nothing', '', 'empty'],
    ['a NUL', 'john\0doe', 'control_character'],
    ['a line feed', 'john\ndoe', 'control_character'],
    ['a delete', 'john\u007F', 'control_character'],
    ['a C1 control character', 'john\u0085', 'control_character'],
    ['a lone high surrogate', 'john\uD800', 'lone_surrogate'],
    ['a lone low surrogate', '\uDC00john', 'lone_surrogate'],
    ['129 code points', 'a'.repeat(129), 'too_long'],
    ['few characters that fold into many', '\uFDFA'.repeat(8), 'too_long'],
    ['a megabyte', 'a'.repeat(1_000_000), 'too_long'],
  ])('refuses %s, and says why', (_, name, problem) => {
    expect(normalizeUsername(name)).toBeNull();
    expect(usernameProblem(name)).toBe(problem);
  });

  it('counts code points and not UTF-16 units', () => {
    expect(normalizeUsername('🦀'.repeat(128))).toBe('🦀'.repeat(128));
    expect(normalizeUsername('🦀'.repeat(129))).toBeNull();
  });

  it('gives a name that stays as it is when it is folded again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const folded = normalizeUsername(name);
        expect(folded === null || normalizeUsername(folded) === folded).toBe(true);
      }),
    );
  });
});
