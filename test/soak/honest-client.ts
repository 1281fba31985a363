import { setTimeout as wait } from 'node:timers/promises';
import { logIn, refreshAt } from '../e2e/oauth-requests.ts';

/**
 * A client that keeps to what the promise asks of it: one refresh under way for its stored token, or
 * two tabs whose refreshes end together. It saves what it gets, and comes again when it got nothing.
 */
export interface HonestClient {
  /** Every refresh token that it ever got and saved, in order; the last is the one it has now. */
  readonly delivered: readonly string[];
  /** Why it was logged out, if it was. */
  readonly lockedOut: string | null;
  /** How many of its requests got no answer, or a 5xx, though they were on their way. */
  readonly lostReplies: number;
  /** Refreshes until `stop`, with pauses. */
  run(): Promise<void>;
  /** Ends `run` after what is under way. */
  stop(): void;
  /** Refreshes, again and again until there is an answer. @returns whether it was a good one */
  refreshOnce(): Promise<boolean>;
}

/** How a client behaves. */
export interface Habits {
  readonly tabs: 1 | 2;
  /** How long it rests after a good answer, at most. */
  readonly restMillis: number;
  /**
   * How long it waits when it got no answer: 50 ms come back inside the overlap window, 11 s after it.
   *
   * @param onItsWay whether the request was, so that it may have been served
   */
  readonly patienceMillis: (onItsWay: boolean) => number;
}

/** Logs the demo user in once more, as another device. */
export async function createHonestClient(base: string, habits: Habits): Promise<HonestClient> {
  const delivered = [(await logIn(base)).refresh_token];
  const state: { lockedOut: string | null; lostReplies: number } = {
    lockedOut: null,
    lostReplies: 0,
  };
  const stopping = new AbortController();

  /** @returns the successor; `null` when no answer came */
  const present = async (path: '/refresh' | '/token'): Promise<string | null> => {
    try {
      const { status, text, json } = await refreshAt(base, path, delivered.at(-1) ?? '');
      if (status === 200) return String(json['refresh_token']);
      if (status < 500) state.lockedOut = `generation ${delivered.length}: ${status} ${text}`;
      else state.lostReplies++;
    } catch (error) {
      // The edition died over it, or was not there.
      if (!neverArrived(error)) state.lostReplies++;
    }
    return null;
  };

  const attempt = async (): Promise<boolean> => {
    const paths = habits.tabs === 1 ? (['/refresh'] as const) : (['/refresh', '/token'] as const);
    const successors = (await Promise.all(paths.map(present))).filter((one) => one !== null);
    const [successor] = successors;
    if (successor === undefined) return false;
    if (new Set(successors).size > 1) state.lockedOut = 'two tabs were given two successors';
    delivered.push(successor);
    return true;
  };

  return {
    delivered,
    get lockedOut() {
      return state.lockedOut;
    },
    get lostReplies() {
      return state.lostReplies;
    },
    async run() {
      while (!stopping.signal.aborted && state.lockedOut === null) {
        const lostBefore = state.lostReplies;
        const good = await attempt();
        const pause = good
          ? Math.random() * habits.restMillis
          : habits.patienceMillis(state.lostReplies > lostBefore);
        await wait(pause, undefined, { signal: stopping.signal }).catch(() => {});
      }
    },
    stop() {
      stopping.abort();
    },
    async refreshOnce() {
      while (state.lockedOut === null) {
        if (await attempt()) return true;
        await wait(100);
      }
      return false;
    },
  };
}

/** @returns whether nobody listened: all addresses of `localhost` have refused */
const neverArrived = (error: unknown): boolean => {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === 'ECONNREFUSED';
};
