import type { KeyRingName, KeysUnavailableReason } from '../core/events/security-event.ts';
import type { JsonLog } from './json-log.ts';

type Report = (error: unknown, reason: KeysUnavailableReason) => void;

const SECRETS: Readonly<Record<KeyRingName, string>> = {
  signing: 'signing-keys',
  refresh_token: 'refresh-token-keys',
};

/**
 * @returns what a key-set cache reports to: the error's own line, for who mends it, and the event that
 *   is counted
 */
export const reportKeySet =
  (log: Pick<JsonLog, 'error' | 'record'>): Report =>
  (error, reason) => {
    log.error('the key set could not be read', error);
    log.record({ event: 'key_set_unavailable', reason });
  };

/** The same for the cache of a ring. */
export const reportKeyRing =
  (log: Pick<JsonLog, 'error' | 'record'>, ring: KeyRingName): Report =>
  (error, reason) => {
    log.error(`the ${SECRETS[ring]} secret can't be read`, error);
    log.record({ event: 'key_ring_unavailable', reason, ring });
  };
