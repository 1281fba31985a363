import type { RegisteredClient } from '../../../functions/core/clients/client.ts';
import {
  hashClientSecret,
  newClientSecret,
} from '../../../functions/core/clients/client-secret.ts';
import { isReservedScope } from '../../../functions/core/scopes.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { readScopes } from '../users/user-fields.ts';
import { readClientId, readClientName, readGrants, readPolicy } from './client-fields.ts';
import { printReport } from './print-clients.ts';
import type { ClientsService, Surroundings } from './surroundings.ts';

/** What a new client can be given. */
export interface CreateOptions extends CommandOptions {
  readonly name?: string;
  readonly scope?: readonly string[];
  readonly reserved?: boolean;
  readonly grant?: readonly string[];
  readonly refreshTokenPolicy?: string;
}

/** @throws CliError for what can't be a client's, before anything is opened */
export function readDraft(id: string, options: CreateOptions) {
  const { name, scope = [], reserved = false, grant = [], refreshTokenPolicy } = options;
  return {
    clientId: readClientId(id),
    refreshTokenPolicy: readPolicy(refreshTokenPolicy ?? 'recover'),
    name: name === undefined ? null : readClientName(name),
    scopes: readScopes(scope, reserved),
    grants: readGrants(grant.length === 0 ? ['client_credentials'] : grant),
  };
}

/**
 * Registers a confidential client, and prints its secret this one time. None is ever overwritten.
 *
 * @throws CliError when the id is taken
 */
export async function createClient(
  service: ClientsService,
  draft: ReturnType<typeof readDraft>,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { clientId, refreshTokenPolicy, ...held } = draft;
  const taken = (): CliError =>
    new CliError(`there is a client ${clientId} already: nothing was changed`, EXIT.refused);
  if ((await service.clients.find(clientId)) !== null) throw taken();
  const now = surroundings.now();
  const secret = newClientSecret(surroundings.random);
  const client: RegisteredClient = {
    clientId,
    type: 'confidential',
    refreshTokenPolicy,
    reservedScopes: held.scopes.filter(isReservedScope),
    registration: {
      ...held,
      secretHash: hashClientSecret(clientId, secret),
      previousSecret: null,
      disabled: false,
      // Tokens say their second only, and the first may be asked for in this one.
      tokensValidFrom: Math.floor(now / 1000) * 1000,
      createdAt: now,
      updatedAt: now,
    },
  };
  if (!options.dryRun && !(await service.clients.create(client))) throw taken();
  const holding =
    held.scopes.length === 0 ? 'without scopes' : `with the scopes ${held.scopes.join(' ')}`;
  printReport(
    {
      service: service.name,
      command: 'create',
      effects: [`register the client ${clientId} ${holding}`],
      done: `registered the client ${clientId} ${holding}`,
      client,
      secret,
    },
    options,
    surroundings,
  );
  if (held.scopes.length === 0 && held.grants.includes('client_credentials')) {
    surroundings.note('a client without scopes gets no token of its own: say --scope');
  }
}
