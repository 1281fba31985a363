import { AccountError } from '../account/account-error.ts';
import { checkProfile, type Profile } from '../account/read-profile.ts';
import { USERNAME_RULES } from '../account/register-user.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { registrableUsername } from '../users/registrable-username.ts';
import { newUser, type UserCreation } from '../users/user-creation.ts';
import type { User } from '../users/user.ts';
import { judged, type PasswordPorts } from './administer-users.ts';
import {
  recordAdministration,
  type AdministrationPorts,
  type Administrator,
} from './administrator.ts';
import { checkHoldings, type Holdings, type HoldingsPorts } from './check-holdings.ts';

/** A user whom an administrator wants to be there. */
export interface UserOrder extends Profile, Holdings {
  /** As typed. */
  readonly username: string;
  /** As typed; `null`: nobody can log in by password until one is set. */
  readonly password: string | null;
}

/** What creating users needs of the outside. */
export type CreationPorts = Pick<AdministrationPorts, 'securityLog' | 'clock'> &
  HoldingsPorts &
  PasswordPorts & {
    readonly userCreation: UserCreation;
    /** @returns a user id that nobody has had */
    readonly newUserId: () => string;
  };

/**
 * Makes a user. The name is judged as if he signed up by himself.
 *
 * @throws AccountError saying which rule was broken, that the name is taken, or what only operators
 *   give; OAuthError `temporarily_unavailable`
 */
export async function createAdministered(
  order: UserOrder,
  administrator: Administrator,
  ports: CreationPorts,
): Promise<User> {
  const { email, fullName, password } = order;
  const name = registrableUsername(order.username);
  if (name.problem !== null) {
    throw new AccountError('username_refused', USERNAME_RULES[name.problem]);
  }
  checkProfile({ email, fullName });
  const { scopes = [], roles = [] } = checkHoldings(order, null, administrator, ports);
  const owner = { username: name.username, email, fullName };
  const fit = password === null ? null : judged(password, owner, ports);
  const user = newUser(
    {
      ...owner,
      userId: ports.newUserId(),
      passwordHash: fit === null ? null : await ports.passwords.hash(fit),
      roles,
      scopes,
    },
    ports.clock.now(),
  );
  if (!(await orUnavailable(() => ports.userCreation.create(user)))) {
    throw new AccountError('username_taken', 'The user name is taken. Choose another one.');
  }
  recordAdministration('user_created', user, administrator, ports);
  return user;
}
