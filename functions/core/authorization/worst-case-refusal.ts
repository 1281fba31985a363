import { EMERGENCY_WORST_CASE_MS } from '../keys/key-timing.ts';
import { CLOCK_TOLERANCE_SECONDS } from '../tokens/check-claims.ts';

/** The settings that decide how soon a token is refused. Times are seconds. */
export interface RefusalSettings {
  readonly accessTokenTtl: number;
  /** How long the gateway keeps the authorizer's answer. */
  readonly authorizerCacheTtl: number;
  readonly sessionCheck: 'immediate' | 'on-expiry';
}

/**
 * How long, in seconds, the gateway lets an access token through at worst after what ends it. The
 * clock starts with the last answer of the authorizer that was under way; the key's also supposes
 * that the secrets can be read.
 */
export interface WorstCaseSeconds {
  /** After its session was revoked or logged out, or its user logged out everywhere. */
  readonly afterLogout: number;
  /** After its user was disabled or deleted. */
  readonly afterDisabling: number;
  /** After its `exp`. */
  readonly afterExpiry: number;
  /** After its key was retired in an emergency. */
  readonly afterKeyRetirement: number;
}

/** Computes what the stack's outputs, the README and the tests say. */
export function worstCaseSeconds({
  accessTokenTtl,
  authorizerCacheTtl,
  sessionCheck,
}: RefusalSettings): WorstCaseSeconds {
  const afterExpiry = CLOCK_TOLERANCE_SECONDS + authorizerCacheTtl;
  // A token that was issued at the last moment is believed until it expires, if nobody looks.
  const afterLogout =
    sessionCheck === 'immediate' ? authorizerCacheTtl : accessTokenTtl + afterExpiry;
  const afterKeyRetirement = EMERGENCY_WORST_CASE_MS / 1000 + authorizerCacheTtl;
  return { afterLogout, afterDisabling: afterLogout, afterExpiry, afterKeyRetirement };
}
