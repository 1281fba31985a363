import type { PasswordHasher } from '../../../functions/core/passwords/password-hasher.ts';
import type { Asking } from '../ask-first.ts';
import type { UsersService, UsersTarget } from './users-service.ts';

/** What the commands have around them. */
export interface Surroundings extends Asking {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /**
   * Asks for a secret without showing it; `null` where there is nobody to ask.
   *
   * @param problemOf says what is wrong with what was typed, which is asked for again then
   * @returns `null` when the operator gave up
   */
  readonly askSecret:
    | ((question: string, problemOf: (typed: string) => string | null) => Promise<string | null>)
    | null;
  /** Reads the standard input to its end; `null` where it is a terminal, which would show it. */
  readonly readInput: (() => Promise<Uint8Array>) | null;
  readonly open: (target: UsersTarget) => Promise<UsersService>;
  readonly passwords: Pick<PasswordHasher, 'hash'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** `user:<uuid>` */
  readonly newUserId: () => string;
  /** Waits. */
  readonly pause: (ms: number) => Promise<void>;
  /**
   * Shows on a terminal how far something has come; `null` where there is none.
   *
   * @param max how much there is to do
   */
  readonly progress: ((label: string, max: number) => ProgressBar) | null;
}

/** What moves while something goes on. */
export interface ProgressBar {
  /** @param step how much more is done */
  readonly advance: (step: number, label: string) => void;
  readonly stop: (label: string) => void;
}
