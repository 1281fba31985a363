import { OAuthError } from '../oauth-error.ts';
import type { RefreshTokenKeySource } from './key-rings.ts';
import { parseRefreshTokenKeyRing } from './parse-key-rings.ts';
import { createRingCache, type RingCachePorts } from './ring-cache.ts';
import { activeKey } from './ring-lifecycle.ts';

/**
 * The MAC keys of refresh tokens. A key is in the ring for longer than 5 minutes before it is first
 * used, so an id that a ring read within 5 minutes doesn't have was never given out: it is garbage
 * and costs no read.
 */
export function createRefreshTokenKeyCache(ports: RingCachePorts): RefreshTokenKeySource {
  const read = createRingCache(ports, parseRefreshTokenKeyRing);
  return {
    async active() {
      const key = activeKey((await read()).ring);
      if (key === undefined) throw new Error('the refresh-token-keys secret has no active key');
      return key;
    },

    async find(kid) {
      let ring;
      try {
        ({ ring } = await read());
      } catch (error) {
        throw new OAuthError(
          'temporarily_unavailable',
          'try again later',
          'refresh_token_keys_unavailable',
          { cause: error },
        );
      }
      const key = ring.keys.find((candidate) => candidate.kid === kid);
      const dropped = key?.dropAt !== undefined && ports.clock.now() >= key.dropAt;
      return key === undefined || dropped ? null : key;
    },
  };
}
