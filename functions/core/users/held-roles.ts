import type { User } from './user.ts';

/** Would stand between two roles, or hide in one, where an API reads them from one text. */
const UNFIT = /[\s\p{Cc}]/u;

/**
 * @returns the roles that a token may carry, as stored. The authorizer hands roles on with spaces
 *   between them: an entry with a space in it would be several there, and is none.
 */
export const heldRoles = ({ roles }: Pick<User, 'roles'>): readonly string[] =>
  roles.filter((role) => role !== '' && !UNFIT.test(role));
