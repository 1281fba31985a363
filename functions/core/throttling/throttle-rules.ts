/** How many tries a counter lets through, and how it slows the others down. */
export interface ThrottleRules {
  /** Tries that go through without any delay; 1 at least. */
  readonly freeTries: number;
  /** How long the first try after those has to wait, in milliseconds. */
  readonly firstDelayMs: number;
  /** By what each further delay is longer than the one before; 1 at least. */
  readonly growth: number;
  /** No delay is longer, in milliseconds. */
  readonly longestDelayMs: number;
  /** When a counter is forgotten, counted from its first try, in milliseconds. */
  readonly windowMs: number;
}

/** The rules of the two kinds of counters. */
export interface LoginThrottling {
  /** Tries on one account from everywhere but its known sources, and those from each of these. */
  readonly account: ThrottleRules;
  /** Tries from one source on whatever accounts it is not known to. */
  readonly source: ThrottleRules;
}

/** A counter as stored. Times are milliseconds since the epoch. */
export interface TryCount {
  readonly tries: number;
  /** When its first try was counted. */
  readonly startedAt: number;
  /** When its last try was counted. */
  readonly triedAt: number;
}

/** @returns how long the next try waits after that many, in milliseconds; 0 while they are free */
export function delayAfter(tries: number, rules: ThrottleRules): number {
  if (tries < rules.freeTries) return 0;
  const delay = rules.firstDelayMs * rules.growth ** (tries - rules.freeTries);
  return Math.min(delay, rules.longestDelayMs);
}

/** @returns whether a counter counts no more: one that began a whole window ago is forgotten */
export const isForgotten = ({ startedAt }: TryCount, rules: ThrottleRules, now: number): boolean =>
  startedAt <= now - rules.windowMs;

/** @returns when the next try may go through, in milliseconds since the epoch */
export const nextTryAt = (count: TryCount, rules: ThrottleRules): number =>
  Math.min(count.triedAt + delayAfter(count.tries, rules), count.startedAt + rules.windowMs);

/** @returns the counter with one more try, or a new one in place of a forgotten one */
export const withOneMore = (count: TryCount, rules: ThrottleRules, now: number): TryCount =>
  isForgotten(count, rules, now)
    ? { tries: 1, startedAt: now, triedAt: now }
    : { ...count, tries: count.tries + 1, triedAt: now };
