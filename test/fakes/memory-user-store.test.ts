import { userDirectoryContract } from '../contracts/user-directory.contract.ts';
import { userStoreContract } from '../contracts/user-store.contract.ts';
import { userCreationContract } from '../contracts/user-creation.contract.ts';
import { userChangesContract } from '../contracts/user-changes.contract.ts';
import { userRemovalContract } from '../contracts/user-removal.contract.ts';
import { MemoryUserStore } from './memory-user-store.ts';

userStoreContract('the users table in memory', (users) => new MemoryUserStore(users));

userChangesContract('the users table in memory', (users) => {
  const store = new MemoryUserStore(users);
  return Promise.resolve({ changes: store, users: store });
});

userCreationContract('the users table in memory', (users) => {
  const store = new MemoryUserStore(users);
  return Promise.resolve({ creation: store, users: store });
});

userRemovalContract('the users table in memory', (users) => {
  const store = new MemoryUserStore(users);
  return Promise.resolve({ removal: store, users: store });
});

userDirectoryContract('the users table in memory', (users) => {
  const store = new MemoryUserStore(users);
  const remove = (username: string) => Promise.resolve(store.delete(username));
  return Promise.resolve({ directory: store, remove });
});
