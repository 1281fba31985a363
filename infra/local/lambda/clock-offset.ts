const RealDate = Date;
let offsetMs = 0;

/** Sets how far this process's shiftable clock runs ahead, in milliseconds. */
export const setClockOffset = (ms: number): void => {
  offsetMs = ms;
};

/**
 * Replaces `Date` by one that can run ahead, so that a test needn't wait for minutes to pass. Timers
 * keep their real time. Called before the function's bundle loads, which may keep `Date.now`.
 */
export function makeClockShiftable(): void {
  class ShiftedDate extends RealDate {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(RealDate.now() + offsetMs);
      else super(...(parts as [number]));
    }

    static override now(): number {
      return RealDate.now() + offsetMs;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
}
