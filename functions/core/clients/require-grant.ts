import type { SecurityLog } from '../events/security-event.ts';
import { OAuthError } from '../oauth-error.ts';
import type { Client, ClientGrant } from './client.ts';

/**
 * A public client may bring passwords and can't speak for itself; a confidential one may do what it
 * was registered for.
 *
 * @param client as authenticated
 * @param ip for the log
 * @throws OAuthError `unauthorized_client` (RFC 6749 §5.2)
 */
export function requireGrant(
  { registration, clientId }: Client,
  grant: ClientGrant,
  ip: string,
  { securityLog }: { readonly securityLog: SecurityLog },
): void {
  if (registration?.grants.includes(grant) ?? grant === 'password') return;
  const reason = 'grant_not_allowed';
  securityLog.record({ event: 'client_refused', reason, clientId, ip });
  throw new OAuthError('unauthorized_client', 'The client may not use this grant type.', reason);
}
