import type { Condition, FamilyWrite } from './family-write.ts';

/** How many rotation times a family remembers. */
export const ROTATIONS_REMEMBERED = 8;

/** Where a session was last seen. */
export interface Device {
  readonly ip: string;
  /** At most 256 bytes. */
  readonly userAgent: string;
}

/**
 * A refresh-token family: one item in the refresh-token table, which is one session of one user on
 * one client. All times are milliseconds since the epoch.
 */
export interface Family {
  readonly username: string;
  /** Also the `sid` claim. SHA-256 over the family secret, which itself is never stored. */
  readonly familyId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly scope: readonly string[];
  /** The user's epoch at login: the family is good while it is not below the user's. */
  readonly epoch: number;
  readonly generation: number;
  /** `rotated[k]` is when generation `generation - k` was minted; 0 where there is none yet. */
  readonly rotated: readonly number[];
  /** The generation whose holder came back after a lost reply; `null` when the last step was plain. */
  readonly recoveredFrom: number | null;
  /**
   * Who came back last after a lost reply, and when (stamped as the rotation times are). Unlike
   * `recoveredFrom` they stay when the session goes on, so that a request which came in beside that
   * recovery and got stuck on its way is known for what it is.
   */
  readonly returnedFrom: number | null;
  readonly returnedAt: number | null;
  /** When a request arrived, late in the window, that was given this generation once more. */
  readonly replayedAt: number | null;
  /**
   * The generation that the last step, a recovery, took the place of although it had just been given
   * out once more: whoever holds it may still come back with it.
   */
  readonly spared: number | null;
  readonly recoveries: number;
  readonly authTime: number;
  readonly idleExpiresAt: number;
  readonly absoluteExpiresAt: number;
  readonly revokedAt: number | null;
  readonly revokedReason: string | null;
  readonly device: Device;
}

/** Names one family. */
export interface FamilyKey {
  readonly username: string;
  readonly familyId: string;
}

/** The refresh-token table. Every read is consistent. */
export interface FamilyStore {
  /** Puts a new family; throws if one of that id is there (it never is: 128 random bits). */
  create(family: Family): Promise<void>;
  /** @returns the family, or `null` when there is none */
  read(key: FamilyKey): Promise<Family | null>;
  /**
   * One conditional write.
   *
   * @returns the family after the write, or `null` when there is no such item or a condition failed
   */
  write(key: FamilyKey, write: FamilyWrite): Promise<Family | null>;
  /**
   * Takes a family out of the table for good: its tokens are `missing` from then on.
   *
   * @returns whether it was there and every condition held
   */
  remove(key: FamilyKey, when: readonly Condition[]): Promise<boolean>;
  /** @returns all families of a user that are in the table, live or not */
  list(username: string): Promise<readonly Family[]>;
}
