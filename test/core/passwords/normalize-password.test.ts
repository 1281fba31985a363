import { normalizePassword } from '../../../functions/core/passwords/normalize-password.ts';

describe('normalising a password', () => {
  it('makes one password of two ways to type it, and keeps case and spaces', () => {
    expect(normalizePassword('Pa\u0308ss ')).toBe('Päss ');
    expect(normalizePassword('ﬁsh')).toBe('fish');
  });

  it('takes 128 code points whole and refuses the 129th', () => {
    const longest = '🦀'.repeat(128);
    expect(normalizePassword(longest)).toBe(longest);
    expect(normalizePassword(`${longest}!`)).toBeNull();
  });

  it.each([
    ['lone surrogates', 'secret\uD800'],
    ['what grows beyond the limit', '\uFDFA'.repeat(8)],
    ['more bytes than any password has', '€'.repeat(700)],
    ['a megabyte', 'x'.repeat(1_000_000)],
  ])('refuses %s', (_, password) => {
    expect(normalizePassword(password)).toBeNull();
  });

  it('leaves the empty password to be wrong', () => {
    expect(normalizePassword('')).toBe('');
  });
});
