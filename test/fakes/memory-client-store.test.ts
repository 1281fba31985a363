import { clientRegistryContract } from '../contracts/client-registry.contract.ts';
import { MemoryClientStore } from './memory-client-store.ts';

clientRegistryContract('the clients in memory', (clients) =>
  Promise.resolve(new MemoryClientStore(clients)),
);
