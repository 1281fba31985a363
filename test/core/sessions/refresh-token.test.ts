import * as fc from 'fast-check';

import {
  familyIdOf,
  formatRefreshToken,
  hasValidMac,
  parseRefreshToken,
  REFRESH_TOKEN_MAX_LENGTH,
} from '../../../functions/core/sessions/refresh-token.ts';
import { refreshTokenKey } from '../../fakes/session-bench.ts';

const content = { username: 'johndoe', familySecret: Buffer.alloc(16, 9), generation: 258 };
const token = formatRefreshToken(content, refreshTokenKey);

const isGood = (text: string): boolean => {
  const parsed = parseRefreshToken(text);
  return parsed !== null && hasValidMac(parsed, refreshTokenKey);
};

describe('a refresh token', () => {
  it('says what it was made of, and proves it by its MAC', () => {
    const parsed = parseRefreshToken(token);
    expect(parsed).toMatchObject({ username: 'johndoe', generation: 258, keyId: 'mac-1' });
    expect(parsed && Buffer.from(parsed.familySecret)).toEqual(content.familySecret);
    expect(parsed && hasValidMac(parsed, refreshTokenKey)).toBe(true);
  });

  it('can be made again, byte for byte', () => {
    expect(formatRefreshToken({ ...content }, { ...refreshTokenKey })).toBe(token);
  });

  it('goes round for every username, generation and key id that fit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.nat(0xffffffff),
        fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
        (username, generation, kid) => {
          fc.pre(username.isWellFormed() && Buffer.byteLength(username) <= 512);
          const key = { ...refreshTokenKey, kid };
          const made = formatRefreshToken({ ...content, username, generation }, key);
          const parsed = parseRefreshToken(made);
          expect(parsed).toMatchObject({ username, generation, keyId: kid });
          expect(parsed && hasValidMac(parsed, key)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('fits the longest username and key id into the greatest length', () => {
    const key = { ...refreshTokenKey, kid: 'k'.repeat(64) };
    const longest = formatRefreshToken({ ...content, username: '€'.repeat(170) + 'aa' }, key);
    expect(longest).toHaveLength(REFRESH_TOKEN_MAX_LENGTH);
    expect(parseRefreshToken(longest)?.username).toHaveLength(172);
  });

  it('is refused by every other key', () => {
    const other = { ...refreshTokenKey, secret: Buffer.alloc(32, 8).toString('base64url') };
    const parsed = parseRefreshToken(token);
    expect(parsed && hasValidMac(parsed, other)).toBe(false);
  });

  it('has no one-character mutant that is good', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ';
    const good = new Set<string>();
    for (let at = 0; at <= token.length; at += 1) {
      for (const character of alphabet) {
        const replaced = token.slice(0, at) + character + token.slice(at + 1);
        const inserted = token.slice(0, at) + character + token.slice(at);
        for (const text of [replaced, inserted]) if (isGood(text)) good.add(text);
      }
    }
    expect([...good]).toEqual([token]);
  });

  it.each([
    ['nothing', ''],
    ['padding', `${token}=`],
    ['a line break', `${token}\n`],
    ['another version', `Q${token.slice(1)}`],
    ['too much', `${token}${'A'.repeat(REFRESH_TOKEN_MAX_LENGTH)}`],
    ['a part', token.slice(0, 40)],
    ['a JWT', `${token}.${token}.${token}`],
    ['a key id that runs over the end', Buffer.of(1, 200, 65, 65).toString('base64url')],
    ['a username length without a username', Buffer.of(1, 1, 65, 1).toString('base64url')],
    ['a lone surrogate', '\ud800'],
  ])('is not %s', (_, text) => {
    expect(parseRefreshToken(text)).toBeNull();
  });

  it('is not a username that is not UTF-8', () => {
    const bytes = Buffer.from(token, 'base64url');
    bytes[2 + 'mac-1'.length + 2] = 0xff;
    expect(parseRefreshToken(bytes.toString('base64url'))).toBeNull();
  });

  it.each([
    ['an empty username', { ...content, username: '' }],
    ['a username too long', { ...content, username: 'a'.repeat(513) }],
    ['a lone surrogate', { ...content, username: '\udc00' }],
    ['a negative generation', { ...content, generation: -1 }],
    ['a generation of 33 bits', { ...content, generation: 2 ** 32 }],
    ['a short secret', { ...content, familySecret: Buffer.alloc(15) }],
  ])('is not made from %s', (_, wrong) => {
    expect(() => formatRefreshToken(wrong, refreshTokenKey)).toThrow(RangeError);
  });

  it('hides the family secret behind an id of 128 bits', () => {
    const id = familyIdOf(content.familySecret);
    expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(id).not.toBe(content.familySecret.toString('base64url'));
    expect(familyIdOf(Buffer.alloc(16, 10))).not.toBe(id);
  });
});
