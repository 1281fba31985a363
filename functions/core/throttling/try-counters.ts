import type { TryCount } from './throttle-rules.ts';

/** A try that is to be counted if it is free. Times are milliseconds since the epoch. */
export interface FreeTry {
  readonly now: number;
  /** How many tries are free. */
  readonly freeTries: number;
  /** A counter that began then or earlier is forgotten. */
  readonly forgottenSince: number;
  /** When the table may drop the counter. */
  readonly keptUntil: number;
}

/** Counters of tries in a table, each by its key. */
export interface TryCounters<Key> {
  /**
   * Counts one try in one write, whoever else is counting. What counter there is not, begins.
   *
   * @returns `false` when no try is free, the counter is forgotten, or there may be none of that key;
   *   nothing is written then
   */
  addFree(key: Key, free: FreeTry): Promise<boolean>;
  /** Reads consistently. @returns `null` when there is none */
  read(key: Key): Promise<TryCount | null>;
  /** @returns `false` when the counter was not as it was read; nothing is written then */
  replace(key: Key, seen: TryCount, next: TryCount, keptUntil: number): Promise<boolean>;
}

/** The counters of accounts and sources in the users table, by hashed names. */
export interface LoginCounters extends TryCounters<string> {
  /** Takes one try back, if there is any. */
  giveBack(key: string): Promise<void>;
}

/** A source that an account may be known to have logged in from. */
export interface KnownSourceKey {
  /** Normalised. */
  readonly username: string;
  /** See `sourceOf`. */
  readonly source: string;
  /** Whoever logged in then or earlier is not known any more; milliseconds since the epoch. */
  readonly forgottenSince: number;
}

/**
 * Where accounts have logged in from, in the refresh-token table beside their sessions. Each has a
 * counter of its own; what is not known has none, and none begins there.
 */
export interface KnownSources extends TryCounters<KnownSourceKey> {
  /**
   * The account has logged in from there: it is known from now on, and its tries are forgotten.
   *
   * @param keptUntil when the table may drop it, in milliseconds since the epoch
   */
  remember(
    place: Pick<KnownSourceKey, 'username' | 'source'>,
    now: number,
    keptUntil: number,
  ): Promise<void>;
  /** Forgets where a user has logged in from. */
  forgetAll(username: string): Promise<void>;
}
