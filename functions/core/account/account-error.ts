import type { PasswordRule } from '../passwords/password-policy.ts';

/** Why a new password is refused to whoever has the current one. */
export type PasswordChangeRefusal =
  | PasswordRule
  /** The new password is the current one. */
  | 'password_unchanged'
  /** Somebody else changes the account at the same time, again and again. */
  | 'account_busy';

/** Why a profile is not what somebody says it is. */
export type ProfileRefusal = 'email_refused' | 'full_name_refused';

/** Why somebody can't sign up. */
export type RegistrationRefusal =
  PasswordRule | ProfileRefusal | 'username_refused' | 'username_taken' | 'too_many_registrations';

/** Why an administrator may not do something although he holds the scope for it. */
export type AdministrationRefusal =
  /** Scopes, or a role that stands for such, which only operators give. */
  | 'reserved_scope'
  | 'reserved_role'
  /** He would disable or delete himself. */
  | 'own_account'
  /** He would set his own password without showing the one that he has. */
  | 'own_password'
  /** The user holds a reserved scope that the administrator does not. */
  | 'more_powerful_user';

/** Why an administrator's request can't be carried out. */
export type AdministrationFailure =
  'unknown_user' | 'unknown_session' | 'user_changing' | 'scopes_refused' | 'roles_refused';

/** Why an account is not made or changed. A closed union: the codes are what clients match on. */
export type AccountErrorCode =
  PasswordChangeRefusal | RegistrationRefusal | AdministrationRefusal | AdministrationFailure;

/** A refusal that tells its reason to the client and the log alike. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;
  /** For the client: a fixed text that never quotes the request. */
  readonly detail: string;
  /** When to come back, in seconds, where that is known. */
  readonly retryAfterSeconds: number | null;

  constructor(code: AccountErrorCode, detail: string, retryAfterSeconds: number | null = null) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** @returns the refusal of a change that others got in the way of, at every attempt */
export const accountBusy = (): AccountError =>
  new AccountError('account_busy', 'The account is being changed. Try again.', 1);
