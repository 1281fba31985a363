import type { LoginReason, SecurityEvent, SecurityLog } from './events/security-event.ts';
import { OAuthError } from './oauth-error.ts';
import { normalizePassword } from './passwords/normalize-password.ts';
import type { PasswordHasher } from './passwords/password-hasher.ts';
import { verifyTypedPassword } from './passwords/verify-typed-password.ts';
import { orUnavailable } from './or-unavailable.ts';
import type { Clock } from './sessions/session-ports.ts';
import type { LoginThrottle } from './throttling/login-throttle.ts';
import { normalizeUsername } from './users/normalize-username.ts';
import type { User, UserStore } from './users/user.ts';

/** What checking a password needs of the outside. */
export interface PasswordCheckPorts {
  readonly users: Pick<UserStore, 'find'>;
  readonly passwords: Pick<PasswordHasher, 'canVerify' | 'verify' | 'dummyHash'>;
  readonly loginThrottle: LoginThrottle;
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
  /** Resolves after that many milliseconds. */
  readonly pause: (millis: number) => Promise<void>;
  /** A refusal of a password takes at least so long, in milliseconds. */
  readonly minimumFailureMillis: number;
}

/** Somebody says that he is a user. */
export interface PasswordClaim {
  /** As typed. */
  readonly username: string;
  /** As typed. */
  readonly password: string;
  /** The address that the gateway saw. */
  readonly ip: string;
  /** For the log, where there is a client. */
  readonly clientId?: string;
  /** For the log, where it is said in a session. */
  readonly sessionId?: string;
  /** What the log calls a refusal. */
  readonly refusal: 'login_refused' | 'password_change_refused' | 'erasure_refused';
}

/** Somebody is that user. */
export interface CheckedPassword {
  /** Not disabled; `passwordExpired` is for the caller to judge. */
  readonly user: User;
  /** The stored hash that fitted. */
  readonly verifiedHash: string;
  /** The password, normalised: what is hashed. */
  readonly password: string;
}

type Refusal = Extract<LoginReason, 'unknown_user' | 'wrong_password' | 'disabled'>;

/**
 * Finds out whether somebody is the user that he says he is: the one place where passwords are tried,
 * so that all tries count together. An unknown user, a wrong password and a disabled user get the
 * same error, after the same work: whoever can't show the password learns nothing. It issues no token
 * and takes a password that has expired.
 *
 * @param meanwhile work for this thread while another one hashes
 * @throws OAuthError `invalid_request` for a name or password that nobody can have, `invalid_grant`,
 *   and `temporarily_unavailable`: with status 429 after too many tries, and with its usual 503 when
 *   a table can't be had, the throttle's too (a guesser may not profit from a fault)
 */
export async function checkPassword(
  claim: PasswordClaim,
  ports: PasswordCheckPorts,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<CheckedPassword> {
  const username = normalizeUsername(claim.username);
  const password = normalizePassword(claim.password);
  if (username === null || password === null) throw malformed();

  const begun = ports.clock.now();
  const [user, admission] = await orUnavailable(() =>
    Promise.all([ports.users.find(username), ports.loginThrottle.admit(username, claim.ip)]),
  );
  const about = { ...aboutUser(user), ...aboutClaim(claim) };
  // Before the hash: what is refused here costs no processor time.
  if (!admission.admitted) {
    ports.securityLog.record({ event: 'login_throttled', reason: admission.by, ...about });
    throw tooManyTries(admission.retryAfterSeconds);
  }
  const hash = hashToVerify(user, ports);
  const typed = { typed: claim.password, normalized: password };
  const fitting = verifyTypedPassword(ports.passwords, hash, typed);
  const [fits] = await Promise.all([fitting, meanwhile()]);

  // Whatever fits the dummy is nobody's password.
  const refusal = refusalOf(user, fits && hash === user?.passwordHash);
  if (user === null || refusal !== null) {
    const reason = refusal ?? 'unknown_user';
    ports.securityLog.record({ event: claim.refusal, reason, ...about });
    const spent = ports.clock.now() - begun;
    if (spent < ports.minimumFailureMillis) await ports.pause(ports.minimumFailureMillis - spent);
    throw new OAuthError('invalid_grant', 'The username or password is wrong.', reason);
  }
  await settle(user, admission.succeeded, ports);
  return { user, verifiedHash: hash, password };
}

/** One hash is verified in any case: that somebody has none, or one that is no good, takes as long. */
function hashToVerify(user: User | null, { passwords, securityLog }: PasswordCheckPorts): string {
  const stored = user?.passwordHash ?? null;
  if (user === null || stored === null) return passwords.dummyHash;
  if (passwords.canVerify(stored)) return stored;
  const { userId } = user;
  securityLog.record({ event: 'password_hash_refused', reason: 'not_verifiable', userId });
  return passwords.dummyHash;
}

/** Looked at only after the hash was computed, whoever the user is: time tells nothing either. */
function refusalOf(user: User | null, fits: boolean): Refusal | null {
  if (user === null) return 'unknown_user';
  if (!fits) return 'wrong_password';
  return user.disabled ? 'disabled' : null;
}

/** What is right must not fail for its counters: a try that stays counted is soon forgotten. */
async function settle(
  { userId }: User,
  succeeded: () => Promise<void>,
  { securityLog }: PasswordCheckPorts,
): Promise<void> {
  try {
    await succeeded();
  } catch {
    securityLog.record({ event: 'login_uncounting_failed', reason: 'store_failed', userId });
  }
}

const aboutUser = (user: User | null): Pick<SecurityEvent, 'userId'> =>
  user === null ? {} : { userId: user.userId };

const aboutClaim = ({
  clientId,
  sessionId,
  ip,
}: PasswordClaim): Pick<SecurityEvent, 'clientId' | 'sessionId' | 'ip'> => ({
  ...(clientId !== undefined && { clientId }),
  ...(sessionId !== undefined && { sessionId }),
  ip,
});

const malformed = (): OAuthError =>
  new OAuthError(
    'invalid_request',
    'The username or password is malformed or too long.',
    'malformed_credentials',
  );

/** No RFC names a code for it (RFC 6749 §5.2 knows no 429); the gateway's own 429 says the same one. */
const tooManyTries = (retryAfterSeconds: number): OAuthError =>
  new OAuthError(
    'temporarily_unavailable',
    'Too many attempts to log in. Try again later.',
    'throttled',
    { status: 429, retryAfterSeconds },
  );
