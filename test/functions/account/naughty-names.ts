const c = (...codes: readonly number[]): string => String.fromCodePoint(...codes);

/** Every control character, alone within a name. */
const CONTROLS = Array.from({ length: 0x20 }, (_, code) => `a${c(code)}b`);

/** Characters that nobody sees, or that move what others see. */
const UNSEEN = [
  0x7f, 0x80, 0x85, 0x9f, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x200b,
  0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061,
  0x2064, 0x2066, 0x2069, 0x206f, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0xfff9,
  0xfffb, 0xfffc, 0xfffd, 0xfffe, 0xffff, 0x1bca0, 0x1d173, 0xe0001, 0xe0020, 0xe007f, 0xe0100,
  0xf0000, 0x10ffff, 0xe000, 0x0378, 0x2fffe,
].map((code) => `a${c(code)}b`);

/** White space of all widths, at an end, within and alone. */
const SPACES = [
  ...[0x20, 0xa0, 0x1680, 0x2000, 0x2003, 0x2007, 0x200a, 0x202f, 0x205f, 0x3000].flatMap(
    (code) => [`${c(code)}a`, `a${c(code)}b`, c(code)],
  ),
  'a  b',
  'a\r\nb',
];

/** Lone halves of pairs, and what looks like a mistake of an encoder. */
const BROKEN = [
  '\uD800',
  '\uDFFF',
  'a\uD83D',
  '\uDE00a',
  '\uDE00\uD83D',
  'Ã©Â€',
  'a\uFFFDb',
  '%00',
  '%ff',
];

/** Names that change when they are folded, or are read as others. */
const FOLDED = [
  'İ', 'ı', 'ſ', 'ß', 'ẞ', 'ŉ', 'ǰ', 'ΐ', 'ς', 'Σ', 'ΑΣ', 'ﬀ', 'ﬗ', 'ﷺ', 'ﷻ', '㍿', '㋿', '℡', '½', '①',
  '𝒶𝓃𝓃𝒶', '𝕒𝕕𝕞𝕚𝕟', 'ＡＤＭＩＮ', 'аdmin', 'αdmin', 'ａ\u0301', 'Å', 'Å', 'Ω', 'K', 'ᾳ', 'ᏸ', 'ꭰ', 'ნ', 'Ა',
  '\u0345', 'a\u0345', '\u0390\u0345', '\u1E9E\u0307', 'Dž', 'ĳ', 'ﬃ', '𐐀', '𞤀',
]; // prettier-ignore

/** Marks without end, and without a letter. */
const MARKS = [
  `z${'\u0335\u0489\u0321'.repeat(9)}`,
  `H${'\u030D\u0352\u0300'.repeat(40)}`,
  '\u0300',
  '\u0301a',
  '\u20E3',
  '\u{1F1E6}',
  '\u{1F469}\u200D\u{1F4BB}',
  '\u{1F3FB}',
  '1\uFE0F\u20E3',
  'ก็็็็็็',
];

/** What other programs stumble over. */
const CODE = [
  "'", '"', '`', '\\', '--', ';', '/', '//', '../..', '..', '.', '#', '##', 'user#anna', 'client#a',
  'throttle#x', 'session#x', '*', '?', '%', '%s', '%n', '$', '${7*7}', '{{7*7}}', '<%= 7 %>', '#{7}',
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', "' OR '1'='1", '1; DROP TABLE users',
  '" && true', '| ls', '$(id)', '`id`', '&&', '||', '()', '{}', '[]', '{"$ne":null}', '@', '@@', 'a@b',
  ':', '::', '=', '=1+1', '+1', '-1', '@SUM(A1)', '\\u0000', '\\x00', '\\n', '%0d%0aSet-Cookie:a=b',
  '&amp;', '&lt;', ']]>', '<!--', '<?xml?>', '<!DOCTYPE a>', 'javascript:1', 'file:///etc/passwd',
  'http://169.254.169.254/', '\\\\host\\share', 'C:\\', '~', '~root', '|', '^', '!', '!!', ',', ',,',
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__',
  'undefined', 'null', 'NULL', 'nil', 'None', 'true', 'false', 'NaN', 'Infinity', '-Infinity', '0',
  '-0', '1e309', '0x10', '0b1', '1_000', '01', '9007199254740993', '1.0.0', '٣', '๓', '⅒', '𝟛',
  'CON', 'NUL', 'COM1', 'me', 'admin', 'root', 'administrator', 'system', 'user:0', 'sub', 'api',
  'well-known', 'Scunthorpe', '[object Object]', 'eval', 'function(){}', '=>', '/dev/null', ':)',
]; // prettier-ignore

/** Very short, very long, and long only once folded. */
const SIZES = [
  '', 'a', '🦀', 'a'.repeat(127), 'a'.repeat(128), 'a'.repeat(129), 'a'.repeat(512), 'a'.repeat(10_000),
  '🦀'.repeat(128), '🦀'.repeat(129), 'ﷺ'.repeat(7), 'ﷺ'.repeat(8), 'ﷺ'.repeat(500), 'ß'.repeat(128),
  'İ'.repeat(128), `${'a'.repeat(127)}\uD83E`,
]; // prettier-ignore

/** Texts that names are tried with by people who mean no good, or know no better. */
export const NAUGHTY_NAMES: readonly string[] = [
  ...CONTROLS,
  ...UNSEEN,
  ...SPACES,
  ...BROKEN,
  ...FOLDED,
  ...MARKS,
  ...CODE,
  ...SIZES,
];

/** What is no text at all. */
export const NO_NAMES: readonly unknown[] = [
  0, -1, 1e300, true, false, null, [], {}, ['anna'], [['anna']], { username: 'anna' }, { toString: 1 },
]; // prettier-ignore
