import type { RegisteredClient } from '../../functions/core/clients/client.ts';
import type { ClientRegistry } from '../../functions/core/clients/client-writes.ts';
import { aRegisteredClient, START } from '../fakes/session-samples.ts';

/** What every table of clients does, in memory and on DynamoDB alike. */
export function clientRegistryContract(
  name: string,
  makeRegistry: (clients: readonly RegisteredClient[]) => Promise<ClientRegistry>,
): void {
  describe(`${name} keep registered clients`, () => {
    const reports = aRegisteredClient();
    const bare = aRegisteredClient(
      {
        name: null,
        scopes: [],
        grants: ['password'],
        disabled: true,
        previousSecret: { hash: 'before', expiresAt: START + 1 },
      },
      'web~1.2_3',
    );
    const changed = aRegisteredClient({ disabled: true, updatedAt: START });

    it('finds a client whole, with what is null absent and null again', async () => {
      const registry = await makeRegistry([reports, bare]);
      expect(await registry.find('reports')).toEqual(reports);
      expect(await registry.find('web~1.2_3')).toEqual(bare);
      expect(await registry.find('nobody')).toBeNull();
    });

    it('lists all of them', async () => {
      const registry = await makeRegistry([reports, bare]);
      const all = await registry.list();
      expect(all.map(({ clientId }) => clientId).toSorted()).toEqual(['reports', 'web~1.2_3']);
    });

    it('never overwrites one that is registered', async () => {
      const registry = await makeRegistry([reports]);
      expect(await registry.create(aRegisteredClient({ secretHash: 'other' }))).toBe(false);
      expect(await registry.create(bare)).toBe(true);
      expect(await registry.find('reports')).toEqual(reports);
    });

    it('replaces one that is as it was read', async () => {
      const registry = await makeRegistry([reports]);
      expect(await registry.replace(reports, changed)).toBe(true);
      expect(await registry.find('reports')).toEqual(changed);
    });

    it.each([
      ['has another secret', aRegisteredClient({ secretHash: 'other' })],
      ['was changed at another time', aRegisteredClient({ updatedAt: START + 1 })],
    ])('does not replace one that %s', async (_, before) => {
      const registry = await makeRegistry([reports]);
      expect(await registry.replace(before, changed)).toBe(false);
      expect(await registry.find('reports')).toEqual(reports);
    });

    it('makes none by replacing', async () => {
      const registry = await makeRegistry([]);
      expect(await registry.replace(reports, changed)).toBe(false);
      expect(await registry.find('reports')).toBeNull();
    });

    it('removes one, and says when there was none', async () => {
      const registry = await makeRegistry([reports, bare]);
      expect(await registry.remove('reports')).toBe(true);
      expect(await registry.remove('reports')).toBe(false);
      expect(await registry.find('reports')).toBeNull();
      expect(await registry.find('web~1.2_3')).toEqual(bare);
    });
  });
}
