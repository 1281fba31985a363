import { judgePassword } from '../../../functions/core/passwords/password-policy.ts';

const owner = {
  username: 'jo.wanderer',
  email: 'wand.first+news@example.com',
  fullName: 'Ána María Ng',
};
const policy = { minLength: 15, serviceWords: ['latchkey'] };
const ruleFor = (typed: string, of = owner, by = policy) => judgePassword(typed, of, by).rule;

describe('a new password', () => {
  it('passes as it will be hashed', () => {
    expect(judgePassword('ｇreen elephants sing', owner, policy)).toEqual({
      rule: null,
      password: 'green elephants sing',
    });
  });

  it.each([
    ['password_too_short', 'fourteen chars'],
    ['password_too_short', ''],
    ['password_too_long', 'green elephant '.repeat(9)],
    ['password_too_long', 'x'.repeat(1_000_000)],
    ['password_malformed', 'green elephants \uD800 sing'],
    ['password_malformed', 'green elephants \0 sing'],
    ['password_common', '123456789012345'],
    ['password_common', 'LatchkeyPassword'],
    ['password_contains_name', 'my name is Jo.Wanderer!'],
    ['password_contains_name', 'wandererslost in the woods'],
    ['password_contains_name', 'green marías all around'],
    ['password_contains_email', 'wand.first+news@example.com'],
    ['password_contains_email', 'the first green elephant'],
    ['password_contains_email', 'no news is green news'],
  ])('breaks the rule %s: %s', (rule, typed) => {
    expect(ruleFor(typed)).toBe(rule);
  });

  it.each([
    ['names under four characters', 'jo and ng are short enough'],
    ["the mail's host", 'example company of green men'],
    ['white space at the ends', '  green elephants  '],
    ['128 characters', `green ${'elephant '.repeat(13)}sings`],
  ])('may have %s', (_, typed) => {
    expect(ruleFor(typed)).toBeNull();
  });

  it('counts characters after normalisation, whatever their bytes', () => {
    expect(ruleFor('🦀🦁🐘🐪🦒🐢🐬🐳🦉🐝🐞🦋🐌🐙')).toBe('password_too_short');
    expect(ruleFor('🦀🦁🐘🐪🦒🐢🐬🐳🦉🐝🐞🦋🐌🐙🦄')).toBeNull();
    expect(ruleFor('e\u0301'.repeat(7) + 'zwölf!?')).toBe('password_too_short');
  });

  it('is as long as the service asks', () => {
    expect(ruleFor('hq7!zx0w', owner, { ...policy, minLength: 8 })).toBeNull();
    expect(ruleFor('hq7!zx0', owner, { ...policy, minLength: 8 })).toBe('password_too_short');
  });

  it('need not avoid what its owner does not have', () => {
    const nobody = { username: 'jo', email: null, fullName: null };
    expect(ruleFor('wandererslost in the woods', nobody as never)).toBeNull();
  });
});

test('a refusal says what would pass, and quotes nothing', () => {
  const verdict = judgePassword('secret Wanderer', owner, { ...policy, minLength: 20 });
  expect(verdict).toEqual({
    rule: 'password_too_short',
    detail:
      'The password is too short. Choose one of at least 20 characters, such as a few words in a row.',
  });
});
