import type { LoginSource, LoginSources } from '../../functions/core/account/own-record.ts';
import type { TryCount } from '../../functions/core/throttling/throttle-rules.ts';
import type {
  FreeTry,
  KnownSourceKey,
  KnownSources,
  LoginCounters,
} from '../../functions/core/throttling/try-counters.ts';

const NONE: TryCount = { tries: 0, startedAt: 0, triedAt: 0 };

/** One more try, if it is free; `null` when it is not. */
function freeTry(count: TryCount, { now, freeTries, forgottenSince }: FreeTry): TryCount | null {
  if (count === NONE) return { tries: 1, startedAt: now, triedAt: now };
  const isFree = count.startedAt > forgottenSince && count.tries < freeTries;
  return isFree ? { ...count, tries: count.tries + 1, triedAt: now } : null;
}

const isSame = (one: TryCount, other: TryCount): boolean =>
  one.tries === other.tries && one.startedAt === other.startedAt && one.triedAt === other.triedAt;

/** The counters of accounts and sources in memory. */
export class MemoryLoginCounters implements LoginCounters {
  readonly #counts = new Map<string, TryCount>();
  /** How often any method was called. */
  calls = 0;

  addFree(key: string, free: FreeTry): Promise<boolean> {
    this.calls += 1;
    const next = freeTry(this.#counts.get(key) ?? NONE, free);
    if (next !== null) this.#counts.set(key, next);
    return Promise.resolve(next !== null);
  }

  read(key: string): Promise<TryCount | null> {
    this.calls += 1;
    return Promise.resolve(this.#counts.get(key) ?? null);
  }

  replace(key: string, seen: TryCount, next: TryCount): Promise<boolean> {
    this.calls += 1;
    const count = this.#counts.get(key);
    const holds = count !== undefined && isSame(count, seen);
    if (holds) this.#counts.set(key, next);
    return Promise.resolve(holds);
  }

  giveBack(key: string): Promise<void> {
    this.calls += 1;
    const count = this.#counts.get(key) ?? NONE;
    if (count.tries > 0) this.#counts.set(key, { ...count, tries: count.tries - 1 });
    return Promise.resolve();
  }

  /** All that anybody could read in the table. */
  get keys(): readonly string[] {
    return [...this.#counts.keys()];
  }
}

interface Known {
  readonly username: string;
  readonly loggedInAt: number;
  readonly count: TryCount;
}

/** The sources that accounts have logged in from, in memory. */
export class MemoryKnownSources implements KnownSources, LoginSources {
  readonly #known = new Map<string, Known>();
  /** How often any method was called. */
  calls = 0;

  addFree(key: KnownSourceKey, free: FreeTry): Promise<boolean> {
    this.calls += 1;
    const known = this.#find(key);
    const count = known === null ? null : freeTry(known.count, free);
    if (known !== null && count !== null) this.#known.set(nameOf(key), { ...known, count });
    return Promise.resolve(count !== null);
  }

  read(key: KnownSourceKey): Promise<TryCount | null> {
    this.calls += 1;
    return Promise.resolve(this.#find(key)?.count ?? null);
  }

  replace(key: KnownSourceKey, seen: TryCount, next: TryCount): Promise<boolean> {
    this.calls += 1;
    const known = this.#find(key);
    const holds = known !== null && known.count !== NONE && isSame(known.count, seen);
    if (holds) this.#known.set(nameOf(key), { ...known, count: next });
    return Promise.resolve(holds);
  }

  remember(place: Pick<KnownSourceKey, 'username' | 'source'>, now: number): Promise<void> {
    this.calls += 1;
    const { username } = place;
    this.#known.set(nameOf(place), { username, loggedInAt: now, count: NONE });
    return Promise.resolve();
  }

  list(username: string): Promise<readonly LoginSource[]> {
    this.calls += 1;
    const known = [...this.#known].filter(([, one]) => one.username === username);
    return Promise.resolve(
      known.map(([name, { loggedInAt }]) => ({
        network: (JSON.parse(name) as [string, string])[1],
        lastLoginAt: loggedInAt,
      })),
    );
  }

  forgetAll(username: string): Promise<void> {
    this.calls += 1;
    for (const [name, known] of this.#known) {
      if (known.username === username) this.#known.delete(name);
    }
    return Promise.resolve();
  }

  #find(key: KnownSourceKey): Known | null {
    const known = this.#known.get(nameOf(key));
    return known !== undefined && known.loggedInAt > key.forgottenSince ? known : null;
  }
}

const nameOf = ({ username, source }: Pick<KnownSourceKey, 'username' | 'source'>): string =>
  JSON.stringify([username, source]);
