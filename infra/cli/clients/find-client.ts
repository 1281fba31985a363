import type { RegisteredClient } from '../../../functions/core/clients/client.ts';
import { CliError } from '../cli-error.ts';
import type { ClientsService } from './surroundings.ts';

/** @throws CliError when there is none of that id */
export async function findClient(
  { clients, name }: ClientsService,
  clientId: string,
): Promise<RegisteredClient> {
  const client = await clients.find(clientId);
  if (client !== null) return client;
  throw new CliError(
    `there is no client ${clientId} in ${name} (public clients are in the stack's clientIds)`,
  );
}
