import { isEmail, isFullName } from '../../../functions/core/users/profile-fields.ts';

describe('a mail address', () => {
  it.each(['a@b', 'jo+news@example.com', 'жо@пример.рф', `${'x'.repeat(64)}@${'y'.repeat(189)}`])(
    'can be %s',
    (text) => expect(isEmail(text)).toBe(true),
  );

  it.each([
    ['nothing', ''],
    ['without an @', 'example.com'],
    ['with two', 'a@b@c'],
    ['with nothing before it', '@example.com'],
    ['with nothing behind it', 'jo@'],
    ['with white space', 'jo @example.com'],
    ['with a line feed, which would be a header', 'jo@example.com\nBcc: all@example.com'],
    ['with what nobody sees', 'jo\u200B@example.com'],
    ['with a lone surrogate', 'jo\uD800@example.com'],
    ['of 255 characters', `${'x'.repeat(64)}@${'y'.repeat(190)}`],
    ['of a megabyte', `${'x'.repeat(1_000_000)}@y`],
  ])('is none %s', (_, text) => expect(isEmail(text)).toBe(false));
});

describe('a full name', () => {
  it.each(['Ng', "Seán O'Brien-李", 'Al', 'محمد \u200Cعلی', '🦀'.repeat(200)])(
    'can be %s',
    (text) => expect(isFullName(text)).toBe(true),
  );

  it.each([
    ['nothing', ''],
    ['white space', ' \u3000'],
    ['a space of no width', '\u200B'],
    ['fillers that nobody sees', '\u3164\u2800\u034F'],
    ['two lines', 'Jo\nadmin'],
    ['with a line separator', 'Jo\u2028admin'],
    ['with a NUL', 'Jo\0'],
    ['that turns the direction', 'Jo\u202Enimda'],
    ['with a lone surrogate', 'Jo\uDC00'],
    ['of 201 characters', '🦀'.repeat(201)],
    ['of a megabyte', 'x'.repeat(1_000_000)],
  ])('is none %s', (_, text) => expect(isFullName(text)).toBe(false));
});
