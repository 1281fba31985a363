import { userStoreContract } from '../contracts/user-store.contract.ts';
import { MemoryUserStore } from './memory-user-store.ts';

userStoreContract('the users table in memory', (users) => new MemoryUserStore(users));
