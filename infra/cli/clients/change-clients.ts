import {
  rotateClientSecret,
  setClientDisabled,
} from '../../../functions/core/clients/change-client.ts';
import type { RegisteredClient } from '../../../functions/core/clients/client.ts';
import {
  hashClientSecret,
  newClientSecret,
} from '../../../functions/core/clients/client-secret.ts';
import { askFirst } from '../ask-first.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { timeText } from '../keys/describe-time.ts';
import type { CommandOptions } from '../operator-program.ts';
import { findClient } from './find-client.ts';
import { printReport } from './print-clients.ts';
import type { ClientsService, Surroundings } from './surroundings.ts';

const ENDS_TOKENS = 'end every token that it has got for itself';

/** Gives a client another secret, printed this one time. */
export async function rotateSecret(
  service: ClientsService,
  clientId: string,
  graceMillis: number,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const client = await findClient(service, clientId);
  const now = surroundings.now();
  const secret = newClientSecret(surroundings.random);
  const after = rotateClientSecret(client, hashClientSecret(clientId, secret), graceMillis, now);
  const until = timeText(now + graceMillis);
  const effects = [
    `give ${clientId} another secret`,
    ...(graceMillis === 0
      ? ['refuse the one of before at once', ENDS_TOKENS]
      : [`take the one of before until ${until}`]),
  ];
  await replace(
    { service, client, after, effects, asks: graceMillis === 0 },
    options,
    surroundings,
  );
  const done =
    graceMillis === 0
      ? `${clientId} has another secret; the one of before is refused from now on`
      : `${clientId} has another secret; the one of before counts until ${until}`;
  printReport(
    { service: service.name, command: 'rotate-secret', effects, done, client: after, secret },
    options,
    surroundings,
  );
}

/** Keeps a client from authenticating, or lets it again. */
export async function setDisabled(
  service: ClientsService,
  clientId: string,
  disabled: boolean,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const client = await findClient(service, clientId);
  const word = disabled ? 'disabled' : 'enabled';
  const isSo = client.registration.disabled === disabled;
  const after = isSo ? client : setClientDisabled(client, disabled, surroundings.now());
  const effects = disabled
    ? [`keep ${clientId} from authenticating`, ENDS_TOKENS]
    : [`let ${clientId} authenticate again`];
  if (!isSo)
    await replace({ service, client, after, effects, asks: disabled }, options, surroundings);
  printReport(
    {
      service: service.name,
      command: disabled ? 'disable' : 'enable',
      effects: isSo ? [] : effects,
      done: isSo ? `${clientId} was ${word} already` : `${word} ${clientId}`,
      client: after,
      secret: null,
    },
    options,
    surroundings,
  );
}

/** Deletes a client; its tokens are refused, and sessions that it holds can't be refreshed. */
export async function deleteClient(
  service: ClientsService,
  clientId: string,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const client = await findClient(service, clientId);
  const effects = [`delete the client ${clientId}`, ENDS_TOKENS];
  if (!options.dryRun) {
    await askFirst(`Delete ${clientId} from ${service.name}?`, effects, options, surroundings);
    await service.clients.remove(clientId);
  }
  const done = `deleted the client ${clientId}`;
  printReport(
    { service: service.name, command: 'delete', effects, done, client, secret: null },
    options,
    surroundings,
  );
}

async function replace(
  change: {
    readonly service: ClientsService;
    readonly client: RegisteredClient;
    readonly after: RegisteredClient;
    readonly effects: readonly string[];
    readonly asks: boolean;
  },
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  if (options.dryRun) return;
  const { service, client, after, effects, asks } = change;
  const { clientId } = client;
  if (asks) {
    await askFirst(`Change ${clientId} in ${service.name}?`, effects, options, surroundings);
  }
  if (await service.clients.replace(client, after)) return;
  throw new CliError(
    `${clientId} was changed by somebody else meanwhile: nothing was changed, try again`,
    EXIT.refused,
  );
}
