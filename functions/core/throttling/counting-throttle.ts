import type { Clock } from '../sessions/session-ports.ts';
import { counterKey } from './counter-key.ts';
import { countTry, type TryVerdict } from './count-try.ts';
import type { Admission, LoginThrottle } from './login-throttle.ts';
import { sourceOf } from './source-of.ts';
import type { LoginThrottling } from './throttle-rules.ts';
import type { KnownSources, LoginCounters } from './try-counters.ts';

/** How long a source stays known after a login from it. */
export const KNOWN_FOR_MS = 30 * 86_400_000;

/** What the throttle needs of the outside. */
export interface CountingPorts {
  readonly loginCounters: LoginCounters;
  readonly knownSources: KnownSources;
  readonly clock: Clock;
}

/**
 * Throttles by counters. A source that the account has logged in from within 30 days is bound by a
 * counter of its own for that account and by nothing else: no stranger's tries keep the owner out,
 * and a thief behind the owner's own network is bound all the same. From everywhere else a try counts
 * at its source and, unless that refuses it, at the account. A try that was refused counts nowhere.
 *
 * A right password takes its own try back and no other; only the counter of a known source begins
 * anew (NIST SP 800-63B revision 3 §5.2.2 would have failures from the same address disregarded).
 */
export function createCountingThrottle(
  rules: LoginThrottling,
  { loginCounters, knownSources, clock }: CountingPorts,
): LoginThrottle {
  return {
    async admit(username, ip) {
      const now = clock.now();
      const place = { username, source: sourceOf(ip) };
      const remember = (): Promise<void> =>
        knownSources.remember(place, clock.now(), clock.now() + KNOWN_FOR_MS);

      const known = { ...place, forgottenSince: now - KNOWN_FOR_MS };
      const atKnown = await countTry(knownSources, known, rules.account, now);
      if (atKnown.is === 'counted') return { admitted: true, succeeded: remember };
      if (atKnown.is === 'refused') return refusal('known_source', atKnown, now);

      // The source first: one that is throttled already can move no account's counter.
      const sourceKey = counterKey('source', place.source);
      const atSource = await countTry(loginCounters, sourceKey, rules.source, now);
      if (atSource.is !== 'counted') return refusal('source', atSource, now);

      const accountKey = counterKey('account', username);
      const atAccount = await countTry(loginCounters, accountKey, rules.account, now);
      if (atAccount.is !== 'counted') {
        await loginCounters.giveBack(sourceKey);
        return refusal('account', atAccount, now);
      }
      return {
        admitted: true,
        succeeded: () =>
          allOf([
            loginCounters.giveBack(sourceKey),
            loginCounters.giveBack(accountKey),
            remember(),
          ]),
      };
    },
  };
}

const refusal = (
  by: 'account' | 'source' | 'known_source',
  verdict: Exclude<TryVerdict, { is: 'counted' }>,
  now: number,
): Admission => {
  // One that the table dropped between two calls: whoever comes back finds a new one.
  const until = verdict.is === 'refused' ? verdict.until : now;
  return { admitted: false, by, retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)) };
};

/** Waits for all of them: what goes on behind the answer would be frozen with the function. */
async function allOf(writes: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(writes);
  await Promise.all(writes);
}
