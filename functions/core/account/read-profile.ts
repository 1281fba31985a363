import { isEmail, isFullName, LONGEST_FULL_NAME } from '../users/profile-fields.ts';
import type { User } from '../users/user.ts';
import { AccountError } from './account-error.ts';

/** What a person may say of himself; `null` is nothing. */
export type Profile = Pick<User, 'email' | 'fullName'>;

/** @throws AccountError for what can be no mail address, or no full name */
export function checkProfile({ email, fullName }: Partial<Profile>): void {
  if (typeof email === 'string' && !isEmail(email)) {
    throw new AccountError(
      'email_refused',
      'The e-mail address is none, or has more than 254 characters. Leave it out, or give one like name@example.com.',
    );
  }
  if (typeof fullName === 'string' && !isFullName(fullName)) {
    throw new AccountError(
      'full_name_refused',
      `The full name is empty, has more than ${LONGEST_FULL_NAME} characters or one that nobody sees. Leave it out, or give one line of text.`,
    );
  }
}
