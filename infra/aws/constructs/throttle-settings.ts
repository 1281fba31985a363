import { Duration } from 'aws-cdk-lib';
import type {
  LoginThrottling,
  ThrottleRules,
} from '../../../functions/core/throttling/throttle-rules.ts';
import { refuse } from './check-settings.ts';
import type { LoginThrottlingProps, ThrottleRulesProps } from './throttle-props.ts';

/** @returns the rules in full, unchecked; `null` for none */
export function resolveLoginThrottling(
  props: LoginThrottlingProps | null | undefined,
): LoginThrottling | null {
  if (props === null) return null;
  return {
    account: rules(props?.account, { freeTries: 10, window: Duration.days(1) }),
    source: rules(props?.source, { freeTries: 100, window: Duration.hours(1) }),
  };
}

const rules = (
  props: ThrottleRulesProps = {},
  otherwise: Required<Pick<ThrottleRulesProps, 'freeTries' | 'window'>>,
): ThrottleRules => ({
  freeTries: props.freeTries ?? otherwise.freeTries,
  firstDelayMs: (props.firstDelay ?? Duration.seconds(1)).toMilliseconds(),
  growth: props.growth ?? 2,
  longestDelayMs: (props.longestDelay ?? Duration.minutes(15)).toMilliseconds(),
  windowMs: (props.window ?? otherwise.window).toMilliseconds(),
});

/**
 * Checks what was said about throttling.
 *
 * @param loginTimeout login's, in seconds
 * @throws Error naming the prop, what it must be and what it was
 */
export function checkThrottling(
  settings: {
    readonly loginThrottling: LoginThrottling | null;
    readonly minimumFailureMillis: number;
  },
  loginTimeout: number,
): void {
  const { loginThrottling, minimumFailureMillis } = settings;
  for (const [name, one] of Object.entries(loginThrottling ?? {})) {
    checkRules(`loginThrottling.${name}`, one as ThrottleRules);
  }
  // The rest of the time is for tables that answer slowly.
  const most = loginTimeout * 500;
  refuse(
    minimumFailureMillis > most,
    `minimumFailureDuration must be half of login's timeout at most: ${most} milliseconds`,
    `${minimumFailureMillis} milliseconds`,
  );
}

function checkRules(name: string, rules_: ThrottleRules): void {
  const { freeTries, firstDelayMs, growth, longestDelayMs, windowMs } = rules_;
  refuse(
    !Number.isInteger(freeTries) || freeTries < 1 || freeTries > 10_000,
    `${name}.freeTries must be a whole number from 1 to 10000`,
    freeTries,
  );
  refuse(!(growth >= 1 && growth <= 100), `${name}.growth must be a number from 1 to 100`, growth);
  refuse(
    windowMs < 60_000 || windowMs > 30 * 86_400_000,
    `${name}.window must be from one minute to 30 days`,
    `${windowMs} milliseconds`,
  );
  refuse(
    firstDelayMs < 1000 || firstDelayMs % 1000 !== 0,
    `${name}.firstDelay must be whole seconds, 1 at least`,
    `${firstDelayMs} milliseconds`,
  );
  refuse(
    longestDelayMs < firstDelayMs || longestDelayMs > windowMs,
    `${name}.longestDelay must be firstDelay at least and window at most`,
    `${longestDelayMs} milliseconds`,
  );
}
