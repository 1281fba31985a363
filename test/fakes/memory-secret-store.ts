import { createSecretsManagerStore } from '../../functions/adapters/secrets-manager/secrets-manager-store.ts';
import type { RotatingSecretStore } from '../../functions/core/keys/secret-store.ts';
import { MemorySecretsManager } from './memory-secrets-manager.ts';

/** @returns an empty secret in memory, with what Secrets Manager itself does to it */
export function memorySecretStore(): {
  store: RotatingSecretStore;
  beginRotation: () => Promise<string>;
  endConfigurationTest: (requestToken: string) => Promise<void>;
} {
  const manager = new MemorySecretsManager(['secret']);
  return {
    store: createSecretsManagerStore(manager.client, 'secret'),
    beginRotation: async () => manager.beginRotation('secret'),
    endConfigurationTest: async (requestToken) => manager.forgetVersion('secret', requestToken),
  };
}
