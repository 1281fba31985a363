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
   * The shortest password that a user may choose, in characters. NIST SP 800-63B-4 asks for 15 where
   * the password is the only factor, and for 8 where it is not.
   *
   * @default 15
   */
  readonly passwordMinLength?: number;
}
