import { AccountError, type AdministrationRefusal } from '../account/account-error.ts';
import type { AdministrationEvent } from '../events/administration-event.ts';
import type { SecurityEvent, SecurityLog } from '../events/security-event.ts';
import type { EndingPorts } from '../sessions/take-ending-steps.ts';
import type { Clock } from '../sessions/session-ports.ts';
import type { UserStore } from '../users/user.ts';

/** Who administers users: a person in a session, or a machine by itself. */
export interface Administrator {
  /** The `sub` of his token. */
  readonly subject: string;
  /** The scopes that he holds, his roles' among them. */
  readonly scopes: readonly string[];
  /** What the log says of his request. */
  readonly request: Pick<SecurityEvent, 'ip' | 'clientId'>;
}

/** What administering users needs of the outside. */
export interface AdministrationPorts extends EndingPorts {
  /** Reads users without their hashes. */
  readonly users: Pick<UserStore, 'find'>;
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
}

/** What an administrator does, as the log calls it. */
export type AdministrationName = Extract<
  AdministrationEvent,
  { readonly reason: 'by_administrator' }
>['event'];

/** Logs what an administrator did to a user. */
export function recordAdministration(
  event: AdministrationName,
  { userId }: { readonly userId: string },
  { subject: actor, request }: Administrator,
  { securityLog }: Pick<AdministrationPorts, 'securityLog'>,
): void {
  securityLog.record({ event, reason: 'by_administrator', actor, userId, ...request });
}

/**
 * Logs that an administrator wanted too much.
 *
 * @param user `null` while there is none
 * @returns the error that tells him
 */
export function refuseAdministration(
  reason: AdministrationRefusal,
  user: { readonly userId: string } | null,
  { subject: actor, request }: Administrator,
  { securityLog }: Pick<AdministrationPorts, 'securityLog'>,
): AccountError {
  const about = user === null ? {} : { userId: user.userId };
  securityLog.record({ event: 'administration_refused', reason, actor, ...about, ...request });
  return new AccountError(reason, REFUSALS[reason]);
}

/** @returns the error for a name that nobody has */
export const unknownUser = (): AccountError =>
  new AccountError('unknown_user', 'There is no user of that name.');

const REFUSALS: Readonly<Record<AdministrationRefusal, string>> = {
  reserved_scope:
    'Scopes of the service itself (users:… and tokens:…) are given by operators only, from the command line.',
  reserved_role:
    'A role that stands for scopes of the service itself is given by operators only, from the command line.',
  own_account: 'This would lock you out. Let another administrator do it.',
  own_password:
    'Change your own password at POST /users/me/password, which takes the one that you have.',
  more_powerful_user:
    'The user holds a scope of the service itself that you do not hold: whoever sets the password could log in with it.',
};
