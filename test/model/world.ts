import type { RefreshTokenPolicy } from '../../functions/core/clients/client.ts';
import type { EndingStep } from '../../functions/core/sessions/end-sessions.ts';
import type { Family } from '../../functions/core/sessions/family.ts';
import type { ContinueRefresh, RefreshStep } from '../../functions/core/sessions/refresh-step.ts';
import type { RefreshRules } from '../../functions/core/sessions/refresh-rules.ts';
import type { User } from '../../functions/core/users/user.ts';
import { START } from '../fakes/session-samples.ts';

/** The model's time goes in steps of two seconds; clocks are this far apart from the truth. */
export const TICK = 2000;
/** The overlap window, G. */
export const OVERLAP = 5 * TICK;
/** All parallel refreshes of an honest client end within G − 4 s; so does a function. */
export const PARALLEL = 3 * TICK;
/** A thief and his victim are apart if at least G + 4 s lie between them. */
export const APART = 7 * TICK;
/** Whoever has had his share of rotations within this time waits. */
export const BURST = OVERLAP + TICK;
/** How long a request can be held back on its way and still be served. */
export const STALL_MAX = 7 * TICK;
/** Longer ago than anything in the model can tell from never. */
export const LONG_AGO = 100 * TICK;

/** The shipped functions under test: the model runs these and has no rotation logic of its own. */
export interface Shipped {
  readonly continueRefresh: ContinueRefresh;
  readonly rules: RefreshRules;
}

/** What an operator or the user does to end sessions, step by step. */
export interface Ending {
  readonly name: string;
  /** Plans the steps from the user as it is when the change begins. */
  readonly plan: (user: User, familyId: string, now: number) => readonly EndingStep[];
  /** Whether the session itself goes on after it. */
  readonly keepsOwn: boolean;
}

/** A world's fixed part: who is in it and what may happen. */
export interface Scenario {
  readonly policy: RefreshTokenPolicy;
  /** How many refreshes the client has under way at once: 1 under a lock, 2 for two tabs. */
  readonly tabs: 1 | 2;
  /** How many requests that the client has given up may go on inside the service. */
  readonly ghosts: number;
  /** How far the clocks that stamp writes are from the truth. */
  readonly skews: readonly number[];
  /** How long a request can be under way before the platform has ended it. */
  readonly stall: number;
  /** Whether the SDK may send a write twice because the acknowledgement got lost. */
  readonly resends: boolean;
  /** Whether the client uses a superseded token only within G − 4 s of its rotation. */
  readonly promptRetries: boolean;
  /** Whether parallel refreshes may last as long as the platform lets them. */
  readonly patientTabs: boolean;
  /** Whether tabs may begin to refresh a new token while an older one is still under way. */
  readonly overlappingTokens: boolean;
  /** How many rotations may lie within 12 s before whoever has the newest token waits. */
  readonly burst: number;
  /**
   * `apart`: at least G + 4 s from the victim, always; `follows`: there, or within 2 s after the
   * victim; `anywhere`: whenever he likes.
   */
  readonly thief: 'none' | 'apart' | 'follows' | 'anywhere';
  readonly steals: number;
  readonly endings: readonly Ending[];
  /** Whether the session begins with a login that takes two steps. */
  readonly login: boolean;
  readonly shipped: Shipped;
}

/** One request inside the service. */
export interface Flight {
  readonly who: 'client' | 'thief';
  readonly generation: number;
  readonly arrivedAt: number;
  /** When the pending effect was begun; `null` while the request waits for a function. */
  readonly begunAt: number | null;
  /** Whether somebody still waits for the answer. */
  readonly awaited: boolean;
  readonly step: RefreshStep | null;
  /** What came back of an attempt's two halves so far. */
  readonly written: Family | null | undefined;
  readonly user: User | null | undefined;
  /** Whether the pending write has already happened once, its acknowledgement lost. */
  readonly resent: boolean;
  /** Whether it arrived after the session had been ended. */
  readonly late: boolean;
  /** Whether the other party, thief or victim, was at least G + 4 s away when it arrived. */
  readonly apart: boolean;
}

/** Everything that changes. Plain data; times are milliseconds of true time. */
export interface World {
  readonly now: number;
  readonly family: Family | null;
  readonly user: User;
  /** When the write of `family.rotated[k]` really began, whatever stamp it carried. */
  readonly rotatedAt: readonly number[];
  /** The generation of the token in the client's storage; `null` before the login has ended. */
  readonly stored: number | null;
  readonly flights: readonly Flight[];
  /** When the first of the refreshes now under way began. */
  readonly groupStartedAt: number;
  /** Whether one of them has made a new generation. */
  readonly groupRotated: boolean;
  /** Generations of the tokens that the thief holds. */
  readonly loot: readonly number[];
  readonly stealsLeft: number;
  /** When the victim's and the thief's last requests ended. */
  readonly victimAt: number;
  readonly thiefAt: number;
  /** See `thief-promises.ts`. */
  readonly phase: number;
  /** Endings not yet begun, and the steps left of the one under way. */
  readonly endingsLeft: readonly number[];
  readonly endingSteps: readonly EndingStep[];
  readonly keepsOwn: boolean;
  /** Whether the session has been ended: by a revocation or by its user's epoch. */
  readonly ended: boolean;
  /** The user as a login has read it. */
  readonly loginUser: User | null;
}

/** A promise that a move has broken. */
export type Promised =
  | 'honest clients stay logged in'
  | 'parallel refreshes rotate once'
  | 'a revoked family stays as it is'
  | 'no answer after the end'
  | 'the thief is found';

export interface Move {
  readonly label: string;
  readonly world: World;
  readonly broken: Promised | null;
}

export const BEGINNING = START;
