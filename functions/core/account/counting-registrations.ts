import { counterKey } from '../throttling/counter-key.ts';
import { countTry } from '../throttling/count-try.ts';
import { sourceOf } from '../throttling/source-of.ts';
import type { ThrottleRules } from '../throttling/throttle-rules.ts';
import type { LoginCounters } from '../throttling/try-counters.ts';
import type { Clock } from '../sessions/session-ports.ts';
import type { RegistrationThrottle } from './registration-throttle.ts';

/** A class may sign up together; who asks for one name after another waits a quarter of an hour. */
export const REGISTRATION_RULES: ThrottleRules = {
  freeTries: 20,
  firstDelayMs: 60_000,
  growth: 2,
  longestDelayMs: 15 * 60_000,
  windowMs: 60 * 60_000,
};

/** What counting those who sign up needs of the outside. */
export interface RegistrationCountPorts {
  readonly loginCounters: LoginCounters;
  readonly clock: Clock;
}

/** Counts who signs up by the network that they come from, beside the counters of logins. */
export const createRegistrationThrottle = (
  rules: ThrottleRules,
  { loginCounters, clock }: RegistrationCountPorts,
): RegistrationThrottle => ({
  async admit(ip) {
    const now = clock.now();
    const verdict = await countTry(
      loginCounters,
      counterKey('registration', sourceOf(ip)),
      rules,
      now,
    );
    if (verdict.is === 'counted') return { admitted: true };
    const until = verdict.is === 'refused' ? verdict.until : now;
    return { admitted: false, retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)) };
  },
});
