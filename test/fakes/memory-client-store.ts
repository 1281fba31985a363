import type { RegisteredClient } from '../../functions/core/clients/client.ts';
import type { ClientRegistry } from '../../functions/core/clients/client-writes.ts';

/** The registered clients in memory. */
export class MemoryClientStore implements ClientRegistry {
  readonly #clients = new Map<string, RegisteredClient>();
  /** How often any method was called. */
  calls = 0;

  constructor(clients: readonly RegisteredClient[] = []) {
    for (const client of clients) this.put(client);
  }

  find(clientId: string): Promise<RegisteredClient | null> {
    this.calls += 1;
    return Promise.resolve(structuredClone(this.#clients.get(clientId) ?? null));
  }

  create(client: RegisteredClient): Promise<boolean> {
    this.calls += 1;
    const isFree = !this.#clients.has(client.clientId);
    if (isFree) this.put(client);
    return Promise.resolve(isFree);
  }

  replace(before: RegisteredClient, after: RegisteredClient): Promise<boolean> {
    this.calls += 1;
    const now = this.#clients.get(before.clientId)?.registration;
    const holds =
      now?.secretHash === before.registration.secretHash &&
      now.updatedAt === before.registration.updatedAt;
    if (holds) this.put(after);
    return Promise.resolve(holds);
  }

  remove(clientId: string): Promise<boolean> {
    this.calls += 1;
    return Promise.resolve(this.#clients.delete(clientId));
  }

  list(): Promise<readonly RegisteredClient[]> {
    this.calls += 1;
    return Promise.resolve(structuredClone([...this.#clients.values()]));
  }

  /** Creates or replaces a client, whoever was there. */
  put(client: RegisteredClient): void {
    this.#clients.set(client.clientId, structuredClone(client));
  }
}
