import { authenticateClient } from '../../../functions/core/clients/authenticate-client.ts';
import { createStaticClientDirectory } from '../../../functions/core/clients/static-client-directory.ts';
import { aClient } from '../../fakes/session-samples.ts';

describe('finding the client of a request', () => {
  const directory = createStaticClientDirectory([
    aClient({ clientId: 'web' }),
    aClient({ clientId: 'app' }),
    aClient({ clientId: 'server', type: 'confidential' }),
  ]);
  const find = (clientId: string | null, clientSecret: string | null = null) =>
    authenticateClient({ clientId, clientSecret }, directory);

  it('takes a request that names none for the first', async () => {
    await expect(find(null)).resolves.toMatchObject({ clientId: 'web' });
  });

  it('finds the one that is named', async () => {
    await expect(find('app')).resolves.toMatchObject({ clientId: 'app' });
  });

  it.each([
    ['an unknown one', 'stranger', null],
    ['one with the name of an object property', '__proto__', null],
    ['a public one with a secret', 'web', 'secret'],
    ['the default one with a secret', null, 'secret'],
    ['a confidential one without a secret', 'server', null],
    ['a confidential one whose secret nobody can check', 'server', 'secret'],
  ])('refuses %s', async (_, clientId, clientSecret) => {
    await expect(find(clientId, clientSecret)).rejects.toMatchObject({ code: 'invalid_client' });
  });
});
