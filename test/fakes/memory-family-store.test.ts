import { familyStoreContract } from '../contracts/family-store.contract.ts';
import { MemoryFamilyStore } from './memory-family-store.ts';

familyStoreContract('the table in memory', () => new MemoryFamilyStore());
