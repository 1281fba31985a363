import { AccountError } from '../account/account-error.ts';
import { checkProfile, type Profile } from '../account/read-profile.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import {
  judgePassword,
  type PasswordOwner,
  type PasswordPolicy,
} from '../passwords/password-policy.ts';
import { heldScopes, isReservedScope } from '../scopes.ts';
import type { AdministeredChange } from '../sessions/end-sessions.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { eraseUser, type ErasureOutcome, type ErasurePorts } from '../users/erase-user.ts';
import type { User } from '../users/user.ts';
import {
  recordAdministration,
  refuseAdministration,
  unknownUser,
  type AdministrationPorts,
  type Administrator,
} from './administrator.ts';
import {
  changeAdministeredUser,
  findAdministered,
  type AdministeredOutcome,
} from './change-administered-user.ts';
import { checkHoldings, type Holdings, type HoldingsPorts } from './check-holdings.ts';

/** What setting passwords needs of the outside. */
export interface PasswordPorts {
  readonly passwords: Pick<PasswordHasher, 'hash'>;
  readonly passwordPolicy: PasswordPolicy;
}

/**
 * Changes what a user is called, how he is reached and what he holds. Tokens that are out keep their
 * scopes until they expire.
 *
 * @param wanted what is left out stays
 * @throws AccountError for what is refused, and as `changeAdministeredUser`
 */
export function updateUser(
  username: string,
  wanted: Partial<Profile & Holdings>,
  administrator: Administrator,
  ports: AdministrationPorts & HoldingsPorts,
): Promise<AdministeredOutcome> {
  const { email, fullName } = wanted;
  const profile = {
    ...(email === undefined ? {} : { email }),
    ...(fullName === undefined ? {} : { fullName }),
  };
  checkProfile(profile);
  const changeOf = (user: User) => {
    const set = { ...profile, ...checkHoldings(wanted, user, administrator, ports) };
    return Object.keys(set).length === 0 ? null : { set, ends: null };
  };
  return changeAdministeredUser(username, 'user_changed', changeOf, administrator, ports);
}

/** Ends every session of a user, and lets him start none. */
export function disableAdministered(
  username: string,
  administrator: Administrator,
  ports: AdministrationPorts,
): Promise<AdministeredOutcome> {
  const changeOf = (user: User) => {
    refuseOneself(user, administrator, ports);
    return user.disabled ? null : ({ set: { disabled: true }, ends: 'disabled' } as const);
  };
  return changeAdministeredUser(username, 'user_disabled', changeOf, administrator, ports);
}

type ChangeOf = (user: User) => AdministeredChange | null;

const enabling: ChangeOf = ({ disabled }) =>
  disabled ? { set: { disabled: false }, ends: null } : null;

const expiring: ChangeOf = ({ passwordExpired }) =>
  passwordExpired ? null : { set: { passwordExpired: true }, ends: 'logged_out' };

const loggingOut: ChangeOf = () => ({ set: {}, ends: 'logged_out' });

/** Lets a user log in again. */
export function enableAdministered(
  username: string,
  administrator: Administrator,
  ports: AdministrationPorts,
): Promise<AdministeredOutcome> {
  return changeAdministeredUser(username, 'user_enabled', enabling, administrator, ports);
}

/** Lets the password open no session until its user changes it, and ends every session. */
export function expireAdministered(
  username: string,
  administrator: Administrator,
  ports: AdministrationPorts,
): Promise<AdministeredOutcome> {
  return changeAdministeredUser(username, 'user_password_expired', expiring, administrator, ports);
}

/** Ends every session of a user. */
export function endAdministeredSessions(
  username: string,
  administrator: Administrator,
  ports: AdministrationPorts,
): Promise<AdministeredOutcome> {
  return changeAdministeredUser(username, 'user_sessions_ended', loggingOut, administrator, ports);
}

/**
 * Sets a password, which is judged as any new one, and ends every session.
 *
 * @param typed as somebody typed it
 * @throws AccountError for the rule that it breaks, for the administrator himself, for a user who holds a
 *   reserved scope that the administrator does not (who could log in with it), and as `changeAdministeredUser`
 */
export async function setPassword(
  username: string,
  typed: string,
  administrator: Administrator,
  ports: AdministrationPorts & HoldingsPorts & PasswordPorts,
): Promise<AdministeredOutcome> {
  const guard = (user: User): void => {
    // A token that somebody left on another's machine must not be enough to take the account over.
    if (user.userId === administrator.subject) {
      throw refuseAdministration('own_password', user, administrator, ports);
    }
    const reserved = heldScopes(user, ports.roleScopes).filter(isReservedScope);
    if (reserved.every((scope) => administrator.scopes.includes(scope))) return;
    throw refuseAdministration('more_powerful_user', user, administrator, ports);
  };
  const first = await findAdministered(username, ports);
  guard(first);
  const password = judged(typed, first, ports);
  // Once: a hash costs more than everything else together.
  const passwordHash = await ports.passwords.hash(password);
  const changeOf = (user: User) => {
    guard(user);
    judged(typed, user, ports);
    const passwordChangedAt = ports.clock.now();
    const set = { passwordHash, passwordChangedAt, passwordExpired: false };
    return { set, ends: 'logged_out' } as const;
  };
  return changeAdministeredUser(username, 'user_password_set', changeOf, administrator, ports);
}

/**
 * @returns the password as it is hashed
 * @throws AccountError for the rule that it breaks
 */
export function judged(
  typed: string,
  owner: PasswordOwner,
  { passwordPolicy }: Pick<PasswordPorts, 'passwordPolicy'>,
): string {
  const verdict = judgePassword(typed, owner, passwordPolicy);
  if (verdict.rule !== null) throw new AccountError(verdict.rule, verdict.detail);
  return verdict.password;
}

/**
 * Deletes a user and everything that the tables have of him.
 *
 * @throws AccountError `unknown_user`, `own_account`; OAuthError `temporarily_unavailable`
 */
export async function deleteAdministered(
  username: string,
  administrator: Administrator,
  ports: AdministrationPorts & ErasurePorts,
): Promise<ErasureOutcome> {
  const user = await findAdministered(username, ports);
  refuseOneself(user, administrator, ports);
  const outcome = await orUnavailable(() => eraseUser(user, ports));
  if (!outcome.held) throw unknownUser();
  recordAdministration('user_deleted', user, administrator, ports);
  return outcome;
}

function refuseOneself(
  user: User,
  administrator: Administrator,
  ports: Pick<AdministrationPorts, 'securityLog'>,
): void {
  if (user.userId !== administrator.subject) return;
  throw refuseAdministration('own_account', user, administrator, ports);
}
