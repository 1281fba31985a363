import { Duration } from 'aws-cdk-lib';
import type { TokenServiceProps } from '../../../infra/aws/constructs/token-service-props.ts';
import { resolveSettings } from '../../../infra/aws/constructs/token-service-settings.ts';

describe('what was said about guessing passwords', () => {
  it('has defaults', () => {
    const { loginThrottling, minimumFailureMillis } = resolveSettings({});
    const alike = { firstDelayMs: 1000, growth: 2, longestDelayMs: 900_000 };
    expect(loginThrottling).toEqual({
      account: { ...alike, freeTries: 10, windowMs: 86_400_000 },
      source: { ...alike, freeTries: 100, windowMs: 3_600_000 },
    });
    expect(minimumFailureMillis).toBe(0);
  });

  it('is taken field by field', () => {
    const { loginThrottling } = resolveSettings({
      loginThrottling: { account: { freeTries: 5 }, source: { longestDelay: Duration.minutes(1) } },
    });
    expect(loginThrottling).toMatchObject({
      account: { freeTries: 5, longestDelayMs: 900_000, windowMs: 86_400_000 },
      source: { freeTries: 100, longestDelayMs: 60_000, windowMs: 3_600_000 },
    });
  });

  it('can be that nothing slows it down', () => {
    expect(resolveSettings({ loginThrottling: null }).loginThrottling).toBeNull();
  });

  it.each<[TokenServiceProps, string]>([
    [
      { loginThrottling: { account: { freeTries: 0 } } },
      'loginThrottling.account.freeTries must be a whole number from 1 to 10000; received 0',
    ],
    [
      { loginThrottling: { source: { freeTries: 1.5 } } },
      'loginThrottling.source.freeTries must be a whole number from 1 to 10000; received 1.5',
    ],
    [
      { loginThrottling: { account: { growth: 0.9 } } },
      'loginThrottling.account.growth must be a number from 1 to 100; received 0.9',
    ],
    [
      { loginThrottling: { account: { growth: Number.NaN } } },
      'loginThrottling.account.growth must be a number from 1 to 100; received NaN',
    ],
    [
      { loginThrottling: { account: { firstDelay: Duration.millis(1500) } } },
      'loginThrottling.account.firstDelay must be whole seconds, 1 at least; received 1500',
    ],
    [
      { loginThrottling: { source: { longestDelay: Duration.hours(2) } } },
      'loginThrottling.source.longestDelay must be firstDelay at least and window at most; received 7200000',
    ],
    [
      { loginThrottling: { account: { firstDelay: Duration.hours(1) } } },
      'loginThrottling.account.longestDelay must be firstDelay at least and window at most; received 900000',
    ],
    [
      { loginThrottling: { account: { window: Duration.days(31) } } },
      'loginThrottling.account.window must be from one minute to 30 days; received',
    ],
    [
      { minimumFailureDuration: Duration.seconds(3) },
      "minimumFailureDuration must be half of login's timeout at most: 2500 milliseconds; received 3000 milliseconds",
    ],
    [
      { minimumFailureDuration: Duration.millis(501), overlapWindow: Duration.seconds(6) },
      "minimumFailureDuration must be half of login's timeout at most: 500 milliseconds; received 501",
    ],
  ])('is refused when it is no good: %j', (props, message) => {
    expect(() => resolveSettings(props)).toThrow(message);
  });
});
