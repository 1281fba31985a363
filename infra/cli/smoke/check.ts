import type { KeySet } from '../../../functions/core/keys/key-rings.ts';
import type { Session } from './session.ts';
import type { SmokeClient } from './smoke-client.ts';

/** What the checks know and find out. */
export interface SmokeRun {
  readonly client: SmokeClient;
  readonly issuer: string;
  /** What an access token's `aud` may name. */
  readonly audiences: readonly string[];
  /** A guarded route that any token of this user opens. */
  readonly route: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A refresh token of each session that was begun: all of them are revoked in the end. */
  readonly begun: string[];
  keySet?: KeySet;
  /** The session that goes through it all and logs out. */
  session?: Session;
  /** The session whose old token is used again. */
  stolen?: Session & { readonly first: string; readonly rotatedAt: number };
}

/** One thing that a deployment must do. */
export interface Check {
  readonly name: string;
  /** What an earlier check must have found. */
  readonly needs?: 'keySet' | 'session' | 'stolen';
  /** @throws CheckFailure in words */
  readonly run: (smoke: SmokeRun) => Promise<void>;
}

/** A check didn't hold. The message says what was expected and what came, and has no token in it. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';

  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`);
  }
}
