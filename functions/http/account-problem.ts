import { AccountError, type AccountErrorCode } from '../core/account/account-error.ts';
import { ProblemError } from './problem-responses.ts';

const UNPROCESSABLE = [422, 'Unprocessable Content'] as const;
const CONFLICT = [409, 'Conflict'] as const;
const FORBIDDEN = [403, 'Forbidden'] as const;
const NOT_FOUND = [404, 'Not Found'] as const;

/** The status of each code (RFC 9110 §15.5, RFC 6585 §4). */
const STATUS: Readonly<Record<AccountErrorCode, readonly [number, string]>> = {
  password_malformed: UNPROCESSABLE,
  password_too_short: UNPROCESSABLE,
  password_too_long: UNPROCESSABLE,
  password_contains_name: UNPROCESSABLE,
  password_contains_email: UNPROCESSABLE,
  password_common: UNPROCESSABLE,
  password_unchanged: UNPROCESSABLE,
  username_refused: UNPROCESSABLE,
  username_taken: CONFLICT,
  email_refused: UNPROCESSABLE,
  full_name_refused: UNPROCESSABLE,
  too_many_registrations: [429, 'Too Many Requests'],
  account_busy: [503, 'Service Unavailable'],
  user_changing: CONFLICT,
  unknown_user: NOT_FOUND,
  unknown_session: NOT_FOUND,
  scopes_refused: UNPROCESSABLE,
  roles_refused: UNPROCESSABLE,
  reserved_scope: FORBIDDEN,
  reserved_role: FORBIDDEN,
  own_account: FORBIDDEN,
  own_password: FORBIDDEN,
  more_powerful_user: FORBIDDEN,
};

/** @returns problem details with a `code` for what core refuses; any other error as it is */
export function accountProblem(error: unknown): unknown {
  if (!(error instanceof AccountError)) return error;
  const { code, detail, retryAfterSeconds } = error;
  const [status, title] = STATUS[code];
  return new ProblemError(status, title, detail, null, { code, retryAfterSeconds });
}
