import type { Client } from '../clients/client.ts';
import type { User } from '../users/user.ts';
import type { Family } from './family.ts';
import type { FamilyWrite } from './family-write.ts';
import type { RefreshMoment } from './refresh-moment.ts';
import type { RefreshOutcome, RefusalReason } from './refresh-outcome.ts';
import type { RefreshRules } from './refresh-rules.ts';

/** What doesn't change while a refresh goes on. */
export type RefreshRequest = Omit<RefreshMoment, 'now'> & {
  /** Whether the request named its client; one that doesn't can refresh a public client's family. */
  readonly clientNamed: boolean;
};

/** What the driver is to do next; it reports the result as a `RefreshEvent`. */
export type RefreshEffect =
  /** Write, and beside it read the user consistently; report when both are done. */
  | { readonly do: 'attempt'; readonly write: FamilyWrite }
  | { readonly do: 'read' }
  | { readonly do: 'find_client'; readonly clientId: string }
  | { readonly do: 'write'; readonly write: FamilyWrite }
  | { readonly do: 'finish'; readonly outcome: RefreshOutcome };

/** What became of the last effect. A store that failed is no event: the refresh ends there. */
export type RefreshEvent =
  | { readonly is: 'attempted'; readonly written: Family | null; readonly user: User | null }
  | { readonly is: 'read'; readonly family: Family | null }
  | { readonly is: 'found_client'; readonly client: Client | null }
  | { readonly is: 'wrote'; readonly written: Family | null };

/** Where a refresh stands between two steps: plain data, which a model can copy and compare. */
export interface RefreshState {
  readonly request: RefreshRequest;
  readonly restarts: number;
  readonly user: User | null;
  /** The family as last read or written. */
  readonly family: Family | null;
  /** What the write under way is for. */
  readonly writing: RefusalReason | 'recovery' | 'replay' | null;
}

export interface RefreshStep {
  readonly state: RefreshState;
  readonly effect: RefreshEffect;
}

/** Pure: the rotation algorithm is this function, and the driver only carries its effects out. */
export type ContinueRefresh = (
  state: RefreshState,
  event: RefreshEvent,
  now: number,
  rules: RefreshRules,
) => RefreshStep;
