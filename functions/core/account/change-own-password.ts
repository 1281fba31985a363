import { checkPassword, type PasswordCheckPorts } from '../check-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { judgePassword, type PasswordPolicy } from '../passwords/password-policy.ts';
import { verifyTypedPassword } from '../passwords/verify-typed-password.ts';
import { changePassword } from '../sessions/end-sessions.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { recordRevoked } from '../sessions/record-revoked.ts';
import {
  takeEndingSteps,
  type EndingOutcome,
  type EndingPorts,
} from '../sessions/take-ending-steps.ts';
import type { User } from '../users/user.ts';
import { AccountError, accountBusy, type PasswordChangeRefusal } from './account-error.ts';

/** How often the change starts again when the user changes under its hands. */
const ATTEMPTS = 3;

/** What changing a password needs of the outside. */
export interface PasswordChangePorts extends PasswordCheckPorts, EndingPorts {
  readonly passwords: PasswordHasher;
  readonly passwordPolicy: PasswordPolicy;
}

/** Somebody wants another password. */
export interface PasswordChange {
  readonly username: string;
  /** As typed. */
  readonly currentPassword: string;
  /** As typed. */
  readonly newPassword: string;
  /** The address that the gateway saw. */
  readonly ip: string;
  /** The session that it is changed in, which goes on; `null` when every session ends. */
  readonly session: { readonly sessionId: string; readonly clientId: string } | null;
}

type CurrentPassword = Parameters<typeof verifyTypedPassword>[2];

/**
 * Changes a password for whoever has the current one, expired or not, and ends every session but the
 * one that it is changed in. The user's hash and epoch go first, in one write: from then on no session
 * of before is good, those that are being started with the old password included.
 *
 * @returns why marking the ended sessions was not finished; they are over all the same
 * @throws AccountError for a new password that breaks a rule, and when others keep changing the user;
 *   OAuthError as `checkPassword` throws them
 */
export async function changeOwnPassword(
  change: PasswordChange,
  ports: PasswordChangePorts,
): Promise<Pick<EndingOutcome, 'cleaningFailures'>> {
  const { username, currentPassword, ip, session } = change;
  const refusal = 'password_change_refused';
  const claim = { username, password: currentPassword, ip, refusal } as const;
  const checked = await checkPassword({ ...claim, ...session }, ports);
  const about = { userId: checked.user.userId, ip, ...session };
  try {
    const password = newPasswordOf(change, checked, ports);
    const hash = await ports.passwords.hash(password);
    const typed = { typed: currentPassword, normalized: checked.password };
    const outcome = await write(checked.user, typed, hash, session?.sessionId ?? null, ports);
    const reason = session === null ? 'without_session' : 'in_session';
    ports.securityLog.record({ event: 'password_changed', reason, ...about });
    recordRevoked(outcome, { ip }, ports.securityLog);
    return outcome;
  } catch (error) {
    if (error instanceof AccountError) {
      const reason = error.code as PasswordChangeRefusal;
      ports.securityLog.record({ event: refusal, reason, ...about });
    }
    throw error;
  }
}

/** Judged once the current one was right: the rules know the names of the user, and others shall not. */
function newPasswordOf(
  { newPassword }: PasswordChange,
  { user, password }: { readonly user: User; readonly password: string },
  { passwordPolicy }: PasswordChangePorts,
): string {
  const verdict = judgePassword(newPassword, user, passwordPolicy);
  if (verdict.rule !== null) throw new AccountError(verdict.rule, verdict.detail);
  if (verdict.password !== password) return verdict.password;
  throw new AccountError(
    'password_unchanged',
    'The new password is the current one. Choose another one.',
  );
}

/** Writes under the condition that the user is as he was read, and reads him again if not. */
async function write(
  user: User,
  currentPassword: CurrentPassword,
  hash: string,
  ownFamilyId: string | null,
  ports: PasswordChangePorts,
): Promise<EndingOutcome> {
  const { username, userId } = user;
  let current: User | null = user;
  for (let attempt = 0; attempt < ATTEMPTS && current !== null; attempt += 1) {
    const steps = changePassword(current, hash, ownFamilyId, ports.clock.now());
    const outcome = await orUnavailable(() => takeEndingSteps(username, steps, ports));
    if (outcome.held) return outcome;
    const seen: User | null = await orUnavailable(() => ports.users.find(username));
    if (seen?.passwordHash === hash) {
      // The write was made and its answer lost: what comes after it is still to be done.
      const rest = steps.filter(({ step }) => step !== 'change_user');
      return orUnavailable(() => takeEndingSteps(username, rest, ports));
    }
    current = seen?.userId === userId && (await fits(seen, currentPassword, ports)) ? seen : null;
  }
  throw accountBusy();
}

/** A login may have hashed the same password anew; whoever changed it has made another one of it. */
const fits = async (
  { passwordHash, disabled }: User,
  password: CurrentPassword,
  { passwords }: PasswordChangePorts,
): Promise<boolean> =>
  !disabled && passwordHash !== null && verifyTypedPassword(passwords, passwordHash, password);
