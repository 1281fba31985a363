import * as fc from 'fast-check';
import { normalizeUsername } from '../../../functions/core/users/normalize-username.ts';

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
    ['nothing', ''],
    ['a NUL', 'john\0doe'],
    ['a line feed', 'john\ndoe'],
    ['a delete', 'john\u007F'],
    ['a C1 control character', 'john\u0085'],
    ['a lone high surrogate', 'john\uD800'],
    ['a lone low surrogate', '\uDC00john'],
    ['129 code points', 'a'.repeat(129)],
    ['few characters that fold into many', '\uFDFA'.repeat(8)],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('refuses %s', (_, name) => {
    expect(normalizeUsername(name)).toBeNull();
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
