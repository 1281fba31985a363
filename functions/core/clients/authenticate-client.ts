import type { ClientRefusal, SecurityLog } from '../events/security-event.ts';
import { OAuthError } from '../oauth-error.ts';
import { orUnavailable } from '../or-unavailable.ts';
import type { Client, ClientDirectory } from './client.ts';
import { fitsClientSecret } from './client-secret.ts';

/** How a request names and authenticates its client (RFC 6749 §2.3.1). */
export interface ClientCredentials {
  /** `null` when the request names none. */
  readonly clientId: string | null;
  readonly clientSecret: string | null;
}

/** Somebody says that he is a client. */
export interface ClientClaim extends ClientCredentials {
  /** For the log. */
  readonly device: { readonly ip: string };
}

/** What authenticating needs of the outside. */
export interface ClientPorts {
  readonly clients: ClientDirectory;
  readonly clock: { now(): number };
  readonly securityLog: SecurityLog;
}

/**
 * Finds the client that a request comes from, and makes sure that a confidential one is who it says
 * (RFC 6749 §3.2.1).
 *
 * @returns the client; the directory's default one when the request names none
 * @throws OAuthError `invalid_client` when there is no such client, its secret is missing or wrong, or
 *   it is disabled, all alike; also when a public one brings a secret: it has none, so whoever sent it
 *   means another client or another server. `temporarily_unavailable` when clients can't be read
 */
export async function authenticateClient(
  { clientId, clientSecret, device: { ip } }: ClientClaim,
  { clients, clock, securityLog }: ClientPorts,
): Promise<Client> {
  const id = clientId ?? clients.defaultClientId;
  const client = await orUnavailable(() => clients.find(id));
  const registration = client?.registration ?? null;
  const fits =
    clientSecret !== null && fitsClientSecret(clientSecret, id, registration, clock.now());
  const reason = refusalOf(client, clientSecret, fits);
  if (client !== null && reason === null) return client;
  // An id that nobody has may be anything, a secret in the wrong field too.
  const about = client === null ? { ip } : { clientId: client.clientId, ip };
  securityLog.record({ event: 'client_refused', reason: reason ?? 'unknown_client', ...about });
  const description = 'The client is unknown or its credentials are wrong.';
  throw new OAuthError('invalid_client', description, reason ?? 'unknown_client');
}

function refusalOf(
  client: Client | null,
  clientSecret: string | null,
  fits: boolean,
): ClientRefusal | null {
  if (client === null) return 'unknown_client';
  if (client.registration === null) {
    if (client.type === 'confidential') return 'wrong_client_secret';
    return clientSecret === null ? null : 'secret_of_a_public_client';
  }
  if (clientSecret === null) return 'missing_client_secret';
  if (!fits) return 'wrong_client_secret';
  return client.registration.disabled ? 'disabled_client' : null;
}
