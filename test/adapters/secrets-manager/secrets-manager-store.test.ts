import { createSecretsManagerStore } from '../../../functions/adapters/secrets-manager/secrets-manager-store.ts';
import { secretStoreContract } from '../../contracts/secret-store.contract.ts';
import { memorySecretStore } from '../../fakes/memory-secret-store.ts';
import { MemorySecretsManager } from '../../fakes/memory-secrets-manager.ts';

secretStoreContract('the Secrets Manager adapter', async () => memorySecretStore());

describe('the Secrets Manager adapter', () => {
  test('takes a swap for done whose reply was lost', async () => {
    const manager = new MemorySecretsManager(['secret']);
    const store = createSecretsManagerStore(manager.client, 'secret');
    await store.compareAndSwap(null, 'one');
    const version = (await store.read())?.versionId ?? '';
    manager.afterWrite = (write) => {
      if (write === 3) {
        // What the SDK's retry is told after a try that had moved the label.
        throw Object.assign(new Error('the label is elsewhere'), {
          name: 'InvalidParameterException',
        });
      }
    };
    expect(await store.compareAndSwap(version, 'two')).toBe(true);
    expect((await store.read())?.value).toBe('two');
  });

  test('lets every other failure through', async () => {
    const manager = new MemorySecretsManager(['secret']);
    const store = createSecretsManagerStore(manager.client, 'secret');
    manager.beforeWrite = () => {
      throw Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' });
    };
    await expect(store.compareAndSwap(null, 'one')).rejects.toThrow('not allowed');
    await expect(store.removePending('token')).rejects.toThrow('not allowed');
    await expect(store.putPending('token', 'one')).rejects.toThrow('not allowed');
  });

  test('refuses a binary secret without quoting it', async () => {
    const client = { send: async () => ({ VersionId: 'v', SecretBinary: Buffer.from('hush') }) };
    const store = createSecretsManagerStore(client as never, 'arn:secret');
    await expect(store.read()).rejects.toThrow(
      'the arn:secret secret is unreadable: it must be a text',
    );
  });
});
