import { keyWritersContract } from '../../contracts/key-writers.contract.ts';
import { MemorySecretsManager } from '../../fakes/memory-secrets-manager.ts';

const ids = { signing: 'signing', refresh: 'refresh', set: 'set' };

keyWritersContract('Secrets Manager in memory', 20, async () => {
  const manager = new MemorySecretsManager(Object.values(ids));
  return {
    client: manager.client,
    ids,
    beginRotation: (secretId) => manager.beginRotation(secretId),
  };
});
