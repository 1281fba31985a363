import { checkPassword, type PasswordCheckPorts } from '../check-password.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { eraseUser, type ErasureOutcome, type ErasurePorts } from '../users/erase-user.ts';

/** What erasing one's own account needs of the outside. */
export interface OwnErasurePorts extends PasswordCheckPorts, ErasurePorts {}

/** A person wants everything gone that the service has of him. */
export interface OwnErasure {
  readonly username: string;
  /** As typed. */
  readonly currentPassword: string;
  /** The address that the gateway saw. */
  readonly ip: string;
  readonly session: { readonly sessionId: string; readonly clientId: string };
}

/**
 * Erases the account of whoever has its password, under login's counters: a token that somebody left
 * on another's machine must not be enough.
 *
 * @returns what became of it; what could not be removed opens nothing, and expires
 * @throws OAuthError as `checkPassword` throws them
 */
export async function eraseOwnAccount(
  { username, currentPassword, ip, session }: OwnErasure,
  ports: OwnErasurePorts,
): Promise<ErasureOutcome> {
  const refusal = 'erasure_refused';
  const { user } = await checkPassword(
    { username, password: currentPassword, ip, refusal, ...session },
    ports,
  );
  const outcome = await orUnavailable(() => eraseUser(user, ports));
  if (outcome.held) {
    const { userId } = user;
    ports.securityLog.record({ event: 'user_erased', reason: 'by_user', userId, ip, ...session });
  }
  return outcome;
}
