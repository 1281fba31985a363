import type { Client } from '../clients/client.ts';
import type { Device } from './family.ts';

/**
 * One refresh request at one moment: the argument of every pure function that judges a family or
 * writes to it. Times are milliseconds since the epoch.
 */
export interface RefreshMoment {
  /** The generation of the presented token, whose MAC has been checked. */
  readonly generation: number;
  /** The client that is named, or that the request is taken for so far. */
  readonly client: Client;
  /** The scopes asked for, `null` when the request names none (RFC 6749 §6). */
  readonly scope: readonly string[] | null;
  readonly device: Device;
  /** When the request reached the gateway: what is presented is judged by this. */
  readonly arrivedAt: number;
  /** Our clock now: what is written is stamped by this. */
  readonly now: number;
  readonly idleMillis: number;
  readonly overlapMillis: number;
}
