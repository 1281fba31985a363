import type { SigningKeySource } from './key-rings.ts';
import { parseSigningKeyRing } from './parse-key-rings.ts';
import { createRingCache, type RingCachePorts } from './ring-cache.ts';
import { activeKey } from './ring-lifecycle.ts';

/**
 * The key to sign access tokens with, from a ring that is at most 60 s old, or at most 5 minutes
 * while it can't be read.
 */
export function createSigningKeyCache(ports: RingCachePorts): SigningKeySource {
  const read = createRingCache(ports, parseSigningKeyRing);
  return {
    async active() {
      const key = activeKey((await read()).ring);
      if (key === undefined) throw new Error('the signing-keys secret has no active key');
      return key;
    },
  };
}
