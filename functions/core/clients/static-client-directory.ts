import type { Client, ClientDirectory } from './client.ts';

/**
 * A directory of clients that are known when the function starts.
 *
 * @param clients at least one; the first is what a request without `client_id` is taken for
 */
export function createStaticClientDirectory(
  clients: readonly [Client, ...Client[]],
): ClientDirectory {
  const byId = new Map(clients.map((client) => [client.clientId, client]));
  return {
    defaultClientId: clients[0].clientId,
    find: async (clientId) => byId.get(clientId) ?? null,
  };
}
