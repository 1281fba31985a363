import type { ClientStore, RegisteredClient } from './client.ts';

/** The confidential clients, for those who register and change them. */
export interface ClientWrites {
  /** @returns `false` when the id is taken; nothing is written then */
  create(client: RegisteredClient): Promise<boolean>;
  /**
   * Replaces a client by its changed self.
   *
   * @param before as read
   * @returns `false` when it is not there or not as it was read; nothing is written then
   */
  replace(before: RegisteredClient, after: RegisteredClient): Promise<boolean>;
  /** @returns `false` when there was none of that id */
  remove(clientId: string): Promise<boolean>;
  /** @returns all of them, in no particular order */
  list(): Promise<readonly RegisteredClient[]>;
}

/** The table as an operator has it. */
export type ClientRegistry = ClientStore & ClientWrites;
