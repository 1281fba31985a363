import { explainRefusal } from '../../../infra/tokens/explain-refusal.ts';
import { readUnverified } from '../../../infra/tokens/read-unverified.ts';
import { quoted, roughly } from '../../../infra/tokens/short-texts.ts';
import { encode } from '../../attacks/forge.ts';

const NOW = 1_800_000_000_000;
const facts = { header: {}, claims: {}, now: NOW };
const seconds = NOW / 1000;

describe('the words for a refused token', () => {
  test.each([
    ['expired', { claims: { exp: seconds - 180 } }, 'expired 3 min ago'],
    [
      'unknown_key',
      { header: { kid: 'a' }, keyIds: ['b', 'c'] },
      'unknown kid: the key "a" is not in the key set, which has "b", "c"; another service signed it, or the key was taken out',
    ],
    ['wrong_audience', { claims: { aud: 'x' }, audiences: ['y', 'y'] }, 'aud is "x", expected "y"'],
    ['wrong_audience', { claims: { aud: ['x', 'z'] } }, 'aud is ["x","z"], which is not ours'],
    ['wrong_issuer', { claims: { iss: 'x' }, issuer: 'y' }, 'iss is "x", expected "y"'],
    [
      'wrong_type',
      { header: { typ: 'JWT' } },
      'wrong typ: it is "JWT", expected "at+jwt"; this is no access token',
    ],
    ['wrong_type', {}, 'wrong typ: it is missing, expected "at+jwt"; this is no access token'],
    ['not_yet_valid', { claims: { nbf: seconds + 7200 } }, 'not valid yet, for another 2 h'],
  ] as const)('%s', (reason, more, words) => {
    expect(explainRefusal(reason, { ...facts, ...more })).toBe(words);
  });

  test('what a token says is quoted, cut, and steers no terminal', () => {
    const words = explainRefusal('wrong_issuer', {
      ...facts,
      claims: { iss: `\u001b[2J\u009b\u202e${'x'.repeat(500)}` },
    });
    expect(words).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(words.length).toBeLessThan(200);
  });
});

test.each([
  [0, '0 s'],
  [-5000, '0 s'],
  [59_000, '59 s'],
  [60_000, '1 min'],
  [190_000, '3 min'],
  [3_600_000, '1 h'],
  [90_000_000, '25 h'],
  [172_800_000, '2 d'],
])('%d ms are roughly %s', (ms, text) => {
  expect(roughly(ms)).toBe(text);
});

test('a missing value is called so', () => {
  expect(quoted(undefined)).toBe('missing');
});

test('parts that are no JSON objects are empty', () => {
  expect(readUnverified(`${encode({ typ: 'x' })}.${encode([1])}.z`)).toEqual({
    header: { typ: 'x' },
    claims: {},
  });
  expect(readUnverified('')).toEqual({ header: {}, claims: {} });
});
