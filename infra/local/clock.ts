/** The clock of a local edition, which a test can put forward. */
export interface AdjustableClock {
  /** Milliseconds since the epoch. */
  now(): number;
  readonly offsetMs: number;
  /** @param ms how much later it is at once, everywhere in this edition */
  advance(ms: number): void;
}

/** @param realNow milliseconds since the epoch */
export function createAdjustableClock(realNow: () => number = () => Date.now()): AdjustableClock {
  let offsetMs = 0;
  return {
    now: () => realNow() + offsetMs,
    get offsetMs() {
      return offsetMs;
    },
    advance(ms) {
      offsetMs += ms;
    },
  };
}
