import * as z from 'zod/mini';

/** Any text that got through the parsers; core judges what it says. */
const text = z.string();

/** What a person may give or leave out; `null` is nothing. */
const optionalText = z.optional(z.nullable(text));

/** `POST /users`. */
export const REGISTRATION = z.strictObject({
  username: text,
  password: text,
  email: optionalText,
  full_name: optionalText,
});

/** `PATCH /users/me`; `null` clears. */
export const PROFILE_CHANGE = z.strictObject({ email: optionalText, full_name: optionalText });

/** `POST /users/me/password`. */
export const PASSWORD_CHANGE = z.strictObject({ current_password: text, new_password: text });

/** `POST /users/password`. */
export const NAMED_PASSWORD_CHANGE = z.strictObject({
  username: text,
  current_password: text,
  new_password: text,
});

/** `POST /users/me/erasure`. */
export const ERASURE = z.strictObject({ current_password: text });
