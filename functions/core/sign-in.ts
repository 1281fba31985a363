import { checkPassword, type CheckedPassword, type PasswordCheckPorts } from './check-password.ts';
import { authenticateClient, type ClientCredentials } from './clients/authenticate-client.ts';
import { requireGrant } from './clients/require-grant.ts';
import type { SecurityEvent } from './events/security-event.ts';
import { OAuthError } from './oauth-error.ts';
import { isCutByBcrypt } from './passwords/bcrypt-hash.ts';
import type { PasswordHasher } from './passwords/password-hasher.ts';
import { grantScopes, heldScopes } from './scopes.ts';
import type { Device } from './sessions/family.ts';
import type { SessionPorts } from './sessions/session-ports.ts';
import { startSession } from './sessions/start-session.ts';
import type { TokenResponse } from './sessions/token-response.ts';
import { prepareSigning } from './tokens/sign-access-token.ts';
import type { UserStore } from './users/user.ts';

/** What signing in needs: what a session does, and what checking a password does. */
export interface SignInPorts extends SessionPorts, PasswordCheckPorts {
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
  let about: Known = { ip: request.device.ip };
  try {
    return await startSignedIn(request, ports, (more) => (about = { ...about, ...more }));
  } catch (error) {
    const reason = error instanceof OAuthError ? UNTOLD[error.reason] : undefined;
    if (reason !== undefined) {
      ports.securityLog.record({ event: 'login_refused', reason, ...about });
    }
    throw error;
  }
}

/** Who it is, as far as that was found out: for the line about a refusal. */
type Known = Pick<SecurityEvent, 'userId' | 'clientId' | 'ip'>;

/** What whoever refuses leaves to be logged here, by the refusal's reason. */
const UNTOLD: Readonly<Partial<Record<string, 'unavailable' | 'scope_refused'>>> = {
  unavailable: 'unavailable',
  unknown_scope: 'scope_refused',
  scope_not_held: 'scope_refused',
};

async function startSignedIn(
  request: SignInRequest,
  ports: SignInPorts,
  identified: (about: Known) => void,
): Promise<TokenResponse> {
  const client = await authenticateClient(request, ports);
  requireGrant(client, 'password', request.device.ip, ports);
  const { clientId } = client;
  identified({ clientId });
  const { username, password, device } = request;
  const refusal = 'login_refused';
  const claim = { username, password, ip: device.ip, clientId, refusal } as const;
  // The hash is another thread's work: this one makes the signing key ready meanwhile.
  const checked = await checkPassword(claim, ports, () => readySigning(ports));
  const { user } = checked;
  identified({ userId: user.userId });
  if (user.passwordExpired) {
    const [reason, about] = ['password_expired', { clientId, ip: device.ip }] as const;
    ports.securityLog.record({ event: refusal, reason, userId: user.userId, ...about });
    throw new OAuthError('invalid_grant', EXPIRED, reason);
  }

  const { roleScopes, scopesSupported } = ports.settings;
  const held = heldScopes(user, roleScopes);
  const scope = grantScopes(request.scope, held, client, scopesSupported);
  // Either form may be the one that fitted, and a slip in its tail must not come to count.
  const isCut = [password, checked.password].some((form) =>
    isCutByBcrypt(checked.verifiedHash, form),
  );
  if (!isCut) await rehashIfStale(checked, ports);
  const now = ports.clock.now();
  return startSession({ user, client, scope, device, now }, ports);
}

/** For everybody alike, so that it tells nothing. A key that can't be had is `startSession`'s to say. */
async function readySigning({ signingKeys }: SignInPorts): Promise<void> {
  try {
    await prepareSigning(await signingKeys.active());
  } catch {}
}

/** The one moment when the password is at hand: brings an older or imported hash up to date. */
async function rehashIfStale(
  { user, verifiedHash, password }: CheckedPassword,
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

/** Only who brought the right password learns that it has expired. */
const EXPIRED = 'The password has expired. Change it at POST /users/password.';
