import { normalizeUsername } from '../../../functions/core/users/normalize-username.ts';
import { registrableUsername } from '../../../functions/core/users/registrable-username.ts';

const judge = (name: string) => registrableUsername(name);

describe('somebody can sign up as', () => {
  it.each([
    ['anna', 'anna'],
    ['Anna Doe', 'anna doe'],
    ['O’Brien-李_42', 'o’brien-李_42'],
    ['anna@example.com', 'anna@example.com'],
    ['жанна', 'жанна'],
    ['ＡＮＮＡ', 'anna'],
    ['Ｋelvin \u212A', 'kelvin k'],
    ['ﬁona', 'fiona'],
    ['İpek', 'i̇pek'],
    ['ΑΛΈΞΗΣ', 'αλέξης'],
    ['ნინო', 'ნინო'],
    ['สมชาย', 'สมชาย'],
    ['नमस्ते', 'नमस्ते'],
    ['Nguyễn Thị', 'nguyễn thị'],
    ['🦀', '🦀'],
    ['x', 'x'],
    ['x'.repeat(128), 'x'.repeat(128)],
  ])('%s', (name, username) => {
    expect(judge(name)).toEqual({ username, problem: null });
  });
});

describe('nobody can sign up with', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['white space', '   ', 'white_space'],
    ['129 characters', 'x'.repeat(129), 'too_long'],
    ['a megabyte', 'x'.repeat(1_000_000), 'too_long'],
    ['a line feed', 'anna\nadmin', 'control_character'],
    ['a NUL', 'anna\0', 'control_character'],
    ['a lone surrogate', 'anna\uD800', 'lone_surrogate'],
    ['a zero-width space', 'an\u200Bna', 'invisible'],
    ['a zero-width joiner', 'an\u200Dna', 'invisible'],
    ['a byte-order mark', '\uFEFFanna', 'invisible'],
    ['a soft hyphen', 'an\u00ADna', 'invisible'],
    ['a word joiner', 'an\u2060na', 'invisible'],
    ['what turns the direction', 'anna\u202Enimda', 'invisible'],
    ['an isolate', '\u2066anna\u2069', 'invisible'],
    ['a variation selector', 'anna\uFE0F', 'invisible'],
    ['a tag', 'anna\u{E0061}', 'invisible'],
    ['a Hangul filler', 'anna\u3164', 'invisible'],
    ['a grapheme joiner', 'an\u034Fna', 'invisible'],
    ['a blank of Braille', 'anna\u2800', 'invisible'],
    ['private use', 'anna\uE000', 'invisible'],
    ['what is nobody’s yet', 'anna\u0378', 'invisible'],
    ['what is no character', 'anna\uFFFE', 'invisible'],
    ['a space before', ' anna', 'white_space'],
    ['a space behind', 'anna ', 'white_space'],
    ['a no-break space behind', 'anna\u00A0', 'white_space'],
    ['two spaces', 'anna  doe', 'white_space'],
    ['a wide space', 'anna\u3000doe', 'white_space'],
    ['a line separator', 'anna\u2028doe', 'white_space'],
    ['a mark first', '\u0301anna', 'marks'],
    ['piled-up marks', `a${'\u0334'.repeat(5)}nna`, 'marks'],
    [
      'marks that NFKC folds into the letter before them',
      'e\u0302\u0301\u0323\u0330\u0331x',
      'marks',
    ],
    ['punctuation alone', '.-_', 'blank'],
    ['a sharp s, which is ss in capitals', 'straße', 'capitals'],
    ['a dotless i, which is i in capitals', 'kıpek', 'capitals'],
    ['a sigma that is final and is not written so', 'αλέξησ', 'capitals'],
    ['what changes each time it is folded', 'ẞΣ\u0345', 'capitals'],
  ])('%s', (_, name, problem) => {
    expect(judge(name).problem).toBe(problem);
  });
});

test('whoever signs up can log in under the name as typed, as stored and in capitals', () => {
  const names = Array.from({ length: 0x1_ffe0 }, (_, at) => `a${String.fromCodePoint(at + 0x20)}b`);
  const offenders = names.filter((name) => {
    const judged = judge(name);
    if (judged.problem !== null) return false;
    const spellings = [name, judged.username, name.toUpperCase(), judged.username.toUpperCase()];
    return spellings.some((spelling) => normalizeUsername(spelling) !== judged.username);
  });
  expect(offenders).toEqual([]);
});
