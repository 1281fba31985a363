import * as z from 'zod/mini';

/** Any text that got through the parsers; core judges what it says. */
const text = z.string();
const optionalText = z.optional(z.nullable(text));
const list = z.optional(z.array(text).check(z.maxLength(1000)));

/** `POST /admin/users`. `password: null`: nobody can log in by password until one is set. */
export const USER_CREATION = z.strictObject({
  username: text,
  password: z.nullable(text),
  email: optionalText,
  full_name: optionalText,
  scopes: list,
  roles: list,
});

/** `PATCH /admin/users/{username}`: what is left out stays, and `null` clears. */
export const USER_CHANGE = z.strictObject({
  email: optionalText,
  full_name: optionalText,
  scopes: list,
  roles: list,
});

/** `PUT /admin/users/{username}/password`. */
export const PASSWORD_SETTING = z.strictObject({ password: text });

/** The most users in one page, and how many there are where nobody says. */
export const PAGE_LIMIT = { max: 100, default: 50 } as const;
