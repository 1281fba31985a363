import { CLIENT_ID, type Client, type ClientDirectory, type ClientStore } from './client.ts';

/**
 * A directory of the public clients that are known when the function starts, and of the confidential
 * ones in the table. A public one wins over a registered one of the same id: what the stack says
 * can't be undone at run time.
 *
 * @param clients at least one; the first is what a request without `client_id` is taken for
 * @param registered read at every request that names one, so that a new secret counts at once;
 *   `null`: there are none
 */
export function createClientDirectory(
  clients: readonly [Client, ...Client[]],
  registered: ClientStore | null,
): ClientDirectory {
  const byId = new Map(clients.map((client) => [client.clientId, client]));
  return {
    defaultClientId: clients[0].clientId,
    async find(clientId) {
      const client = byId.get(clientId);
      if (client !== undefined) return client;
      return registered !== null && CLIENT_ID.test(clientId) ? registered.find(clientId) : null;
    },
  };
}
