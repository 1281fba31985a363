import { OAuthError } from '../oauth-error.ts';
import type { Client, ClientDirectory } from './client.ts';

/** How a request names its client (RFC 6749 §2.3.1). */
export interface ClientCredentials {
  /** `null` when the request names none. */
  readonly clientId: string | null;
  readonly clientSecret: string | null;
}

/**
 * Finds the client that a request comes from (RFC 6749 §3.2.1).
 *
 * @returns the client; the directory's default one when the request names none
 * @throws OAuthError `invalid_client` when there is no such client, and when a public one brings a
 *   secret: it has none, so whoever sent it means another client or another server
 */
export async function authenticateClient(
  { clientId, clientSecret }: ClientCredentials,
  directory: ClientDirectory,
): Promise<Client> {
  const client = await directory.find(clientId ?? directory.defaultClientId);
  if (client === null) throw refused('unknown_client');
  if (client.type === 'confidential') throw refused('no_way_to_check_a_secret');
  if (clientSecret !== null) throw refused('secret_of_a_public_client');
  return client;
}

const refused = (reason: string): OAuthError =>
  new OAuthError('invalid_client', 'The client is unknown or its credentials are wrong.', reason);
