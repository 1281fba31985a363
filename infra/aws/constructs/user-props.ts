import type { Duration } from 'aws-cdk-lib';
import type { LoginThrottlingProps } from './throttle-props.ts';

/** What users may do and hold. All of it can be left out. */
export interface UserProps {
  /**
   * The scopes that each role stands for: whoever has the role holds them.
   *
   * @default {} no roles
   */
  readonly roles?: Readonly<Record<string, readonly string[]>>;

  /**
   * Lets anybody sign up at `POST /users`.
   *
   * @default false
   */
  readonly selfRegistration?: boolean;

  /**
   * What whoever signs up holds. Reserved scopes (`users:*`, `tokens:*`) can't be among them.
   *
   * @default [] routes that ask for no scope
   */
  readonly selfRegistrationScopes?: readonly string[];

  /**
   * Makes the routes under `/admin/users`, for tokens with the scope `users:admin`: list, create and
   * change users, end their sessions, erase them. Who may have such a token is said by
   * `clientReservedScopes` and by operators.
   *
   * @default true
   */
  readonly adminApi?: boolean;

  /**
   * The shortest password that a user may choose, in characters. NIST SP 800-63B-4 asks for 15 where
   * the password is the only factor, and for 8 where it is not.
   *
   * @default 15
   */
  readonly passwordMinLength?: number;

  /**
   * How the guessing of passwords is slowed down; `null` lets anybody guess.
   *
   * @default on, with the defaults of `LoginThrottlingProps`
   */
  readonly loginThrottling?: LoginThrottlingProps | null;

  /**
   * How long it takes at least to refuse a password. While imported hashes are slower than those of
   * today, a wrong password for such a user takes longer than one for nobody, which tells who is a
   * user; this hides it. Half of login's timeout at most, which is the overlap window less 5 seconds.
   *
   * @default Duration.millis(0)
   */
  readonly minimumFailureDuration?: Duration;
}
