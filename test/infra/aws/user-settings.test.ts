import { resolveSettings } from '../../../infra/aws/constructs/token-service-settings.ts';

describe('what was said about users', () => {
  it('has defaults', () => {
    expect(resolveSettings({})).toMatchObject({
      roles: {},
      selfRegistration: false,
      selfRegistrationScopes: [],
      passwordMinLength: 15,
    });
  });

  it.each([
    [
      { roles: { 'two words': ['a'] } },
      "roles must be named by printable text without spaces and commas; received 'two words'",
    ],
    [{ roles: { editor: ['a b'] } }, "roles of 'editor' must be printable text without spaces"],
    [{ roles: { editor: ['a', 'a'] } }, "roles of 'editor' must not repeat itself; received a a"],
    [
      {
        roles: {
          editor: ['x'.repeat(128)],
          other: Array.from({ length: 90 }, (_, i) => `scope:${i}:of-many`),
        },
      },
      'roles must be 1500 characters at most as JSON',
    ],
    [
      { selfRegistrationScopes: ['users:admin'] },
      'selfRegistrationScopes must not have reserved scopes (users:*, tokens:*); received users:admin',
    ],
    [{ passwordMinLength: 7 }, 'passwordMinLength must be a whole number from 8 to 64; received 7'],
  ])('is refused when it is no good: %j', (props, message) => {
    expect(() => resolveSettings(props)).toThrow(message);
  });
});
