import { collect, createOperatorProgram, withService } from '../operator-program.ts';
import { runCommandLine } from '../run-command-line.ts';
import { byTables, targetOf, type UsersOptions } from '../users/users-program.ts';
import { deleteClient, rotateSecret, setDisabled } from './change-clients.ts';
import { readClientId, readGrace } from './client-fields.ts';
import { createClient, readDraft, type CreateOptions } from './create-client.ts';
import { findClient } from './find-client.ts';
import { clientJson, clientLine, clientLines } from './print-clients.ts';
import type { ClientsService, Surroundings } from './surroundings.ts';

/**
 * Runs one command line. What goes wrong is one line on `note`.
 *
 * @param words the command line after the program's name
 * @returns the exit code (see `EXIT`)
 */
export function runClientsProgram(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { print, note, now } = surroundings;
  const { program, command, change, ending } = createOperatorProgram(
    'clients',
    'Registers, shows and changes the confidential clients of a token service.',
    byTables,
    surroundings,
  );
  const work = (options: UsersOptions, action: (service: ClientsService) => Promise<void>) =>
    withService(surroundings.open(targetOf(options)), action);

  change('create <client-id>', 'register a client; its secret is shown this once')
    .option('--name <name>', 'what people call it')
    .option('--scope <scope>', 'a scope that it holds itself; can be repeated', collect)
    .option('--reserved', 'allow scopes over the service itself: users:*, tokens:*')
    .option(
      '--grant <grant>',
      'client_credentials (the default) or password; can be repeated',
      collect,
    )
    .option('--refresh-token-policy <policy>', 'recover (the default), strict or reuse')
    .action((id: string, options: UsersOptions & CreateOptions) => {
      const draft = readDraft(id, options);
      return work(options, (service) => createClient(service, draft, options, surroundings));
    });
  command('show <client-id>', 'one client').action((id: string, options: UsersOptions) => {
    const clientId = readClientId(id);
    return work(options, async (service) => {
      const client = await findClient(service, clientId);
      if (options.json) print(JSON.stringify(clientJson(client), null, 2));
      else for (const line of clientLines(client, now())) print(line);
    });
  });
  command('list', 'all registered clients').action((options: UsersOptions) =>
    work(options, async ({ clients, name }) => {
      const all = (await clients.list()).toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1));
      if (options.json) print(JSON.stringify(all.map(clientJson), null, 2));
      else for (const client of all) print(clientLine(client));
      if (all.length === 0) note(`there are no registered clients in ${name}`);
    }),
  );
  ending('rotate-secret <client-id>', 'make another secret; it is shown this once')
    .option('--grace <time>', 'how long the one of before counts: 0, 30m, 24h, 7d', '24h')
    .action((id: string, options: UsersOptions & { readonly grace: string }) => {
      const [clientId, grace] = [readClientId(id), readGrace(options.grace)];
      return work(options, (service) =>
        rotateSecret(service, clientId, grace, options, surroundings),
      );
    });
  for (const [usage, about, disabled] of [
    ['disable <client-id>', 'keep a client out, and end its tokens', true],
    ['enable <client-id>', 'let a client in again', false],
  ] as const) {
    ending(usage, about).action((id: string, options: UsersOptions) => {
      const clientId = readClientId(id);
      return work(options, (service) =>
        setDisabled(service, clientId, disabled, options, surroundings),
      );
    });
  }
  ending('delete <client-id>', 'remove a client, and end its tokens').action(
    (id: string, options: UsersOptions) => {
      const clientId = readClientId(id);
      return work(options, (service) => deleteClient(service, clientId, options, surroundings));
    },
  );
  return runCommandLine(program, words, note);
}
