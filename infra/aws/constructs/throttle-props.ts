import type { Duration } from 'aws-cdk-lib';

/** How many tries a counter lets through, and how it slows the others down. */
export interface ThrottleRulesProps {
  /**
   * Tries that go through without a delay, 1 to 10,000. Logins that are under way at the same time
   * count until their password is known to be right.
   *
   * @default 10 for an account, 100 for a source
   */
  readonly freeTries?: number;

  /**
   * How long the first try after those has to wait, in whole seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly firstDelay?: Duration;

  /**
   * By what each further delay is longer than the one before, 1 to 100.
   *
   * @default 2
   */
  readonly growth?: number;

  /**
   * No delay is longer: `firstDelay` at least, `window` at most.
   *
   * @default Duration.minutes(15)
   */
  readonly longestDelay?: Duration;

  /**
   * When a counter is forgotten, counted from its first try: one minute to 30 days.
   *
   * @default Duration.days(1) for an account, Duration.hours(1) for a source
   */
  readonly window?: Duration;
}

/** How the guessing of passwords is slowed down, by the two kinds of counters. */
export interface LoginThrottlingProps {
  /**
   * Tries on one account: those from each source that it has logged in from within 30 days, and
   * those from everywhere else together.
   */
  readonly account?: ThrottleRulesProps;

  /**
   * Tries from one source, a /24 of IPv4 or a /64 of IPv6, on all accounts that have not logged in
   * from it.
   */
  readonly source?: ThrottleRulesProps;
}
