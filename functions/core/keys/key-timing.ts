const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Signers re-read their rings when these are older (milliseconds). */
export const RING_REREAD_MS = MINUTE;

/** While an older ring serves, a failed read is tried again after this time. */
export const RING_RETRY_MS = 5 * SECOND;

/**
 * How long a ring that can't be read again is still worked with. It bounds how long a retired key can
 * go on signing, and how long a refresh-token key can stay unknown to a reader.
 */
export const RING_STALE_LIMIT_MS = 5 * MINUTE;

/** Verifiers of our own keep the key set for this long. */
export const KEY_SET_CACHE_MS = 5 * MINUTE;

/** `max-age` of the published key set, in seconds: what other verifiers' HTTP caches may add. */
export const KEY_SET_MAX_AGE_SECONDS = 300;

/** For clocks that differ and writes that take their time. */
const MARGIN_MS = MINUTE;

/** A signing key that was published for less is never promoted: some verifier may not know it. */
export const SIGNING_KEY_PUBLICATION_MS =
  KEY_SET_CACHE_MS + KEY_SET_MAX_AGE_SECONDS * SECOND + MARGIN_MS;

/** A refresh-token key that was in its ring for less is never promoted. */
export const REFRESH_TOKEN_KEY_PUBLICATION_MS = RING_STALE_LIMIT_MS + MARGIN_MS;

/** What a retired key stays beyond its tokens' lifetime: a signer with a stale ring may use it. */
export const RETIREMENT_GRACE_MS = RING_STALE_LIMIT_MS + MARGIN_MS;

/** Two spares are published, so that a second emergency finds one that is old enough. */
export const SPARE_SIGNING_KEYS = 2;

/** Refresh-token keys have one spare: their readers and their signers are the same functions. */
export const SPARE_REFRESH_TOKEN_KEYS = 1;

/** An emergency's key leaves the set when every signer that can read has read the new ring. */
export const EMERGENCY_DROP_DELAY_MS = RING_REREAD_MS;

/**
 * When no verifier of ours honours a key any more that was ended in an emergency: signers have read
 * the new ring, then verifiers the new set. The gateway's authorizer cache comes on top. A verifier
 * that is cut off from the set goes on for `KEY_SET_STALE_LIMIT_MS` at most.
 */
export const EMERGENCY_WORST_CASE_MS = EMERGENCY_DROP_DELAY_MS + KEY_SET_CACHE_MS;
