import type { SecurityLog } from '../events/security-event.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { judgePassword, type PasswordPolicy } from '../passwords/password-policy.ts';
import { isReservedScope } from '../scopes.ts';
import { orUnavailable } from '../or-unavailable.ts';
import type { Clock } from '../sessions/session-ports.ts';
import { registrableUsername, type RegistrationProblem } from '../users/registrable-username.ts';
import { newUser, type UserCreation } from '../users/user-creation.ts';
import type { User } from '../users/user.ts';
import { AccountError, type RegistrationRefusal } from './account-error.ts';
import { checkProfile, type Profile } from './read-profile.ts';
import type { RegistrationThrottle } from './registration-throttle.ts';

/** What signing up needs of the outside. */
export interface RegistrationPorts {
  readonly userCreation: UserCreation;
  readonly passwords: Pick<PasswordHasher, 'hash'>;
  readonly registrationThrottle: RegistrationThrottle;
  /** @returns a user id that nobody has had */
  readonly newUserId: () => string;
  readonly passwordPolicy: PasswordPolicy;
  /** What everybody holds who signs up. */
  readonly registrationScopes: readonly string[];
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
}

/** Somebody wants to be a user. */
export interface Registration extends Profile {
  /** As typed. */
  readonly username: string;
  /** As typed. */
  readonly password: string;
  /** The address that the gateway saw. */
  readonly ip: string;
}

/**
 * Makes a user of a stranger. Whether a name is taken is known only after the hash was computed, by the
 * one write that would take it: a name that is taken costs the same as one that is not, and of two who
 * come at once one gets it. That a name is taken can't be hidden, since names are public here and no
 * mail is verified; how many a source can ask about is limited.
 *
 * @returns the new user
 * @throws AccountError saying which rule was broken, that the name is taken or that there were too many
 *   from this source; OAuthError `temporarily_unavailable` when a table can't be had
 */
export async function registerUser(
  registration: Registration,
  ports: RegistrationPorts,
): Promise<User> {
  const { ip } = registration;
  try {
    const user = await create(registration, ports);
    const event = { event: 'user_registered', reason: 'self_registration' } as const;
    ports.securityLog.record({ ...event, userId: user.userId, ip });
    return user;
  } catch (error) {
    if (error instanceof AccountError) {
      const reason = error.code as RegistrationRefusal;
      ports.securityLog.record({ event: 'registration_refused', reason, ip });
    }
    throw error;
  }
}

async function create(registration: Registration, ports: RegistrationPorts): Promise<User> {
  const { email, fullName, ip } = registration;
  const name = registrableUsername(registration.username);
  if (name.problem !== null)
    throw new AccountError('username_refused', USERNAME_RULES[name.problem]);
  const { username } = name;
  checkProfile({ email, fullName });
  const owner = { username, email, fullName };
  const verdict = judgePassword(registration.password, owner, ports.passwordPolicy);
  if (verdict.rule !== null) throw new AccountError(verdict.rule, verdict.detail);

  const admission = await orUnavailable(() => ports.registrationThrottle.admit(ip));
  if (!admission.admitted) {
    throw new AccountError(
      'too_many_registrations',
      'Too many users have signed up from this network. Try again later.',
      admission.retryAfterSeconds,
    );
  }
  const user = newUser(
    {
      ...owner,
      userId: ports.newUserId(),
      passwordHash: await ports.passwords.hash(verdict.password),
      roles: [],
      // Those that rule over the service itself are nobody's to take, whatever the settings say.
      scopes: ports.registrationScopes.filter((scope) => !isReservedScope(scope)),
    },
    ports.clock.now(),
  );
  if (await orUnavailable(() => ports.userCreation.create(user))) return user;
  throw new AccountError('username_taken', 'The user name is taken. Choose another one.');
}

/** What each rule asks for. */
export const USERNAME_RULES: Readonly<Record<RegistrationProblem, string>> = {
  empty: 'The user name is empty. Choose letters and digits.',
  too_long: 'The user name has more than 128 characters. Choose a shorter one.',
  control_character: 'The user name has a control character in it. Choose letters and digits.',
  lone_surrogate: 'The user name is no proper Unicode. Choose letters and digits.',
  unstable: 'Two spellings of the user name would be two users. Choose letters and digits.',
  invisible:
    'The user name has a character that nobody sees, or one that Unicode has not given a meaning. Choose letters and digits.',
  white_space:
    'The user name has white space at an end, twice in a row, or other than a plain space. Choose one without white space.',
  marks:
    'The user name begins with a combining mark or has more than four in a row. Choose letters and digits.',
  blank: 'The user name has no letter, digit or symbol. Choose letters and digits.',
  capitals:
    'The user name would be another one in capital letters. Write it as its capitals are read, such as ss for a sharp s.',
};
