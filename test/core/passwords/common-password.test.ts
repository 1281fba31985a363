import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON_PASSWORDS } from '../../../functions/core/passwords/common-passwords.ts';
import { isCommonPassword } from '../../../functions/core/passwords/common-password.ts';
import { commonPasswordsSource } from './common-passwords-source.ts';

const isCommon = (password: string) => isCommonPassword(password, ['Latchkey', 'acme']);

test('the list is what its script writes from the package that keeps it', () => {
  const path = join(import.meta.dirname, '../../../functions/core/passwords/common-passwords.ts');
  expect(readFileSync(path, 'utf8')).toBe(commonPasswordsSource());
});

test('every password of the list is found, the first and the last among them', () => {
  const words = COMMON_PASSWORDS.split(' ');
  expect(words.length).toBeGreaterThan(49_000);
  expect(words.filter((word) => !isCommon(word))).toEqual([]);
});

test.each([
  ['another case', 'QwErTy123456789'],
  ['punctuation', 'p.a.s.s-w.o.r.d'],
  ['spaces', 'foot ball base ball'],
  ['two common ones', 'sunshinefootball'],
  ['one and a sequence', 'password123456789012'],
  ['a sequence and one', '98765432109876monkey'],
  ['the same character', 'aaaaaaaaaaaaaaa'],
  ['the same sign', '!!!!!!!!!!!!!!!'],
  ['the same emoji', '🦀'.repeat(15)],
  ['a repetition', 'tacotacotacotaco'],
  ['a repetition cut off', 'xq7xq7xq7xq7xq7x'],
  ['digits past the nine', '123456789012345'],
  ['digits downwards', '543210987654321'],
  ['the alphabet', 'abcdefghijklmnop'],
  ['another alphabet', 'абвгдежзийклмно'],
  ['rows of a keyboard', 'asdfghjklqwertyuiop'],
  ['rows backwards', 'poiuytrewqlkjhgf'],
  ['runs', 'aaabbbcccdddeee'],
  ['the service and a sequence', 'latchkey1234567'],
  ['the service twice', 'LatchkeyLatchkey'],
  ['the service and a common one', 'acme-password!!'],
])('%s is common', (_, password) => {
  expect(isCommon(password)).toBe(true);
});

test.each([
  ['three words', 'sunshine football monkey'],
  ['a passphrase', 'correct horse battery staple'],
  ['a sentence', 'the latchkey is under the mat'],
  ['characters at random', 'hW9#kd0!pQz72mX'],
  ['mostly punctuation about a short word', 'love!@?$%^&*()<>'],
  ['another script', 'зелёный слон поёт'],
  ['a word like one of the service', 'acmeist poetry of 1912'],
  ['nothing', ''],
])('%s is not', (_, password) => {
  expect(isCommon(password)).toBe(false);
});
