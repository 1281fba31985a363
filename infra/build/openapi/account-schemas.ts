import * as requests from '../../../functions/http/account-requests.ts';
import { described } from './operation.ts';

const CURRENT = 'The current password.';
const NEW = 'Another one, of 15 characters or more. The answer says which rule it breaks.';
const EMAIL = 'A mail address; null for none. No mail is sent there.';
const FULL_NAME = 'At most 200 characters; null for none.';

/** What `POST /users` takes. */
export const REGISTRATION = described(
  requests.REGISTRATION,
  'Registration',
  'Who wants to sign up.',
  {
    username: 'At most 128 characters. Case does not count.',
    password: NEW,
    email: EMAIL,
    full_name: FULL_NAME,
  },
);
/** What `PATCH /users/me` takes. */
export const PROFILE_CHANGE = described(
  requests.PROFILE_CHANGE,
  'ProfileChange',
  'What is left out stays as it is.',
  { email: EMAIL, full_name: FULL_NAME },
);
/** What `POST /users/me/password` takes. */
export const PASSWORD_CHANGE = described(
  requests.PASSWORD_CHANGE,
  'PasswordChange',
  'Two passwords that differ.',
  { current_password: CURRENT, new_password: NEW },
);
/** What `POST /users/password` takes. */
export const NAMED_PASSWORD_CHANGE = described(
  requests.NAMED_PASSWORD_CHANGE,
  'NamedPasswordChange',
  'For who is not logged in.',
  { username: 'Whose password it is.', current_password: CURRENT, new_password: NEW },
);
/** What `POST /users/me/erasure` takes. */
export const ERASURE = described(requests.ERASURE, 'Erasure', 'Proof that it is meant.', {
  current_password: CURRENT,
});
