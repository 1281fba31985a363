import { knownSourcesContract } from '../contracts/known-sources.contract.ts';
import { loginCountersContract } from '../contracts/login-counters.contract.ts';
import { MemoryKnownSources, MemoryLoginCounters } from './memory-throttling.ts';

loginCountersContract('the memory', () => Promise.resolve(new MemoryLoginCounters()));
knownSourcesContract('the memory', () => Promise.resolve(new MemoryKnownSources()));
