import { countTry } from '../../../functions/core/throttling/count-try.ts';
import type { TryCount } from '../../../functions/core/throttling/throttle-rules.ts';
import type { TryCounters } from '../../../functions/core/throttling/try-counters.ts';
import { START } from '../../fakes/session-samples.ts';

const RULES = {
  freeTries: 3,
  firstDelayMs: 1000,
  growth: 2,
  longestDelayMs: 4000,
  windowMs: 60_000,
};
const slowed: TryCount = { tries: 3, startedAt: START - 5000, triedAt: START - 2000 };

/** A counter that gives these answers, one round after the other, and says what it was asked. */
function scripted(
  rounds: readonly {
    readonly free?: boolean;
    readonly read?: TryCount | null;
    readonly replaced?: boolean;
  }[],
) {
  const asked: string[] = [];
  let round = -1;
  const counters: TryCounters<string> = {
    addFree() {
      round += 1;
      asked.push('add');
      return Promise.resolve(rounds[round]?.free ?? false);
    },
    read() {
      asked.push('read');
      return Promise.resolve(rounds[round]?.read ?? null);
    },
    replace(_, seen, next) {
      asked.push(`replace ${seen.tries} by ${next.tries}`);
      return Promise.resolve(rounds[round]?.replaced ?? false);
    },
  };
  return { counters, asked, count: () => countTry(counters, 'key', RULES, START) };
}

describe('counting a try that meets others', () => {
  it('takes a free one in a single write', async () => {
    const { count, asked } = scripted([{ free: true }]);
    expect(await count()).toEqual({ is: 'counted' });
    expect(asked).toEqual(['add']);
  });

  it('writes nothing while a delay lasts', async () => {
    const { count, asked } = scripted([{ read: { ...slowed, triedAt: START - 999 } }]);
    expect(await count()).toEqual({ is: 'refused', until: START + 1 });
    expect(asked).toEqual(['add', 'read']);
  });

  it('is refused when another one was first after a delay', async () => {
    const taken = { ...slowed, tries: 4, triedAt: START };
    const { count, asked } = scripted([{ read: slowed }, { read: taken }]);
    expect(await count()).toEqual({ is: 'refused', until: START + 2000 });
    expect(asked).toEqual(['add', 'read', 'replace 3 by 4', 'add', 'read']);
  });

  it('takes a try that became free meanwhile, without counting it twice', async () => {
    const { count, asked } = scripted([{ read: { ...slowed, tries: 2 } }, { free: true }]);
    expect(await count()).toEqual({ is: 'counted' });
    expect(asked).toEqual(['add', 'read', 'add']);
  });

  it('begins a forgotten counter anew', async () => {
    const forgotten = { ...slowed, tries: 9, startedAt: START - 60_000 };
    const { count, asked } = scripted([{ read: forgotten, replaced: true }]);
    expect(await count()).toEqual({ is: 'counted' });
    expect(asked.at(-1)).toBe('replace 9 by 1');
  });

  it('gives up in a crowd that never stands still', async () => {
    const moving = Array.from({ length: 9 }, () => ({ read: slowed }));
    const { count, asked } = scripted(moving);
    expect(await count()).toEqual({ is: 'refused', until: START + 1000 });
    expect(asked).toHaveLength(9);
  });

  it('says when there may be no counter', async () => {
    const { count } = scripted([{ read: null }]);
    expect(await count()).toEqual({ is: 'unknown' });
  });
});
