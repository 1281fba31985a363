import { authenticateClient, type ClientCredentials } from './clients/authenticate-client.ts';
import type { LoginReason, SecurityEvent } from './events/security-event.ts';
import { OAuthError } from './oauth-error.ts';
import { normalizePassword } from './passwords/normalize-password.ts';
import type { PasswordHasher } from './passwords/password-hasher.ts';
import { grantScopes, heldScopes } from './scopes.ts';
import type { Device } from './sessions/family.ts';
import { orUnavailable } from './sessions/or-unavailable.ts';
import type { SessionPorts } from './sessions/session-ports.ts';
import { startSession } from './sessions/start-session.ts';
import type { TokenResponse } from './sessions/token-response.ts';
import { prepareSigning } from './tokens/sign-access-token.ts';
import { normalizeUsername } from './users/normalize-username.ts';
import type { User, UserStore } from './users/user.ts';

/** What signing in needs besides what a session needs. */
export interface SignInPorts extends SessionPorts {
  readonly users: UserStore;
  readonly passwords: PasswordHasher;
}

/** The password grant's request (RFC 6749 §4.3.2). */
export interface SignInRequest extends ClientCredentials {
  readonly username: string;
  readonly password: string;
  /** `null` when the request asks for no scope in particular. */
  readonly scope: readonly string[] | null;
  readonly device: Device;
}

/**
 * Signs a user in with a password (RFC 6749 §4.3). An unknown user, a wrong password and a disabled
 * user get the same error, after the same work: whoever can't show the password learns nothing.
 *
 * @returns the tokens of a new session
 * @throws OAuthError `invalid_request` for a name or password that nobody can have, `invalid_client`,
 *   `invalid_grant`, once the password was right `invalid_scope`, and `temporarily_unavailable` when a
 *   table or a key can't be had
 */
export async function signIn(request: SignInRequest, ports: SignInPorts): Promise<TokenResponse> {
  const client = await authenticateClient(request, ports.clients);
  const username = normalizeUsername(request.username);
  const password = normalizePassword(request.password);
  if (username === null || password === null) throw malformed();

  const about = { clientId: client.clientId, ip: request.device.ip };
  const user = await orUnavailable(() => ports.users.find(username));
  const hash = hashToVerify(user, ports);
  // The hash is another thread's work: this one makes the signing key ready meanwhile.
  const [fits] = await Promise.all([ports.passwords.verify(hash, password), readySigning(ports)]);

  const refusal = refusalOf(user, fits);
  if (user === null || refusal !== null) {
    const known: Pick<SecurityEvent, 'userId'> = user === null ? {} : { userId: user.userId };
    const reason = refusal ?? 'unknown_user';
    ports.securityLog.record({ event: 'login_refused', reason, ...known, ...about });
    throw new OAuthError('invalid_grant', DESCRIPTION[reason] ?? WRONG, reason);
  }

  const { roleScopes, scopesSupported } = ports.settings;
  const held = heldScopes(user, roleScopes);
  const scope = grantScopes(request.scope, held, client, scopesSupported);
  await rehashIfStale(user, hash, password, ports);
  const now = ports.clock.now();
  return startSession({ user, client, scope, device: request.device, now }, ports);
}

/** One hash is verified in any case: that somebody has none, or one that is no good, takes as long. */
function hashToVerify(user: User | null, { passwords, securityLog }: SignInPorts): string {
  const stored = user?.passwordHash ?? null;
  if (user === null || stored === null) return passwords.dummyHash;
  if (passwords.canVerify(stored)) return stored;
  const { userId } = user;
  securityLog.record({ event: 'password_hash_refused', reason: 'not_verifiable', userId });
  return passwords.dummyHash;
}

/** For everybody alike, so that it tells nothing. A key that can't be had is `startSession`'s to say. */
async function readySigning({ signingKeys }: SignInPorts): Promise<void> {
  try {
    await prepareSigning(await signingKeys.active());
  } catch {}
}

/** Looked at only after the hash was computed, whoever the user is: time tells nothing either. */
function refusalOf(user: User | null, fits: boolean): Exclude<LoginReason, 'signed_in'> | null {
  if (user === null) return 'unknown_user';
  if (!fits || user.passwordHash === null) return 'wrong_password';
  if (user.disabled) return 'disabled';
  return user.passwordExpired ? 'password_expired' : null;
}

/** The one moment when the password is at hand: brings an older or imported hash up to date. */
async function rehashIfStale(
  user: User,
  verifiedHash: string,
  password: string,
  { passwords, users, clock, securityLog }: SignInPorts,
): Promise<void> {
  if (!passwords.needsRehash(verifiedHash)) return;
  const newHash = await passwords.hash(password);
  const change = { username: user.username, verifiedHash, newHash, now: clock.now() };
  const { userId } = user;
  try {
    // False means that the password changed meanwhile, or that a parallel login was first: both fine.
    if (await users.rehash(change)) {
      securityLog.record({ event: 'password_rehashed', reason: 'parameters', userId });
    }
  } catch {
    // A login that is good in every way must not fail for this; the next one tries again.
    securityLog.record({ event: 'password_rehash_failed', reason: 'store_failed', userId });
  }
}

const WRONG = 'The username or password is wrong.';

/** Only who brought the right password learns that it has expired. */
const DESCRIPTION: Partial<Record<LoginReason, string>> = {
  password_expired: 'The password has expired. Change it at POST /users/password.',
};

const malformed = (): OAuthError =>
  new OAuthError(
    'invalid_request',
    'The username or password is malformed or too long.',
    'malformed_credentials',
  );
