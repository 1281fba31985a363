import type { ClientDirectory } from '../clients/client.ts';
import type { SecurityLog } from '../events/security-event.ts';
import type { RefreshTokenKeySource, SigningKeySource } from '../keys/key-rings.ts';
import type { UserStore } from '../users/user.ts';
import type { FamilyStore } from './family.ts';
import type { SessionSettings } from './session-settings.ts';

/** Tells the time. */
export interface Clock {
  /** @returns milliseconds since the epoch */
  now(): number;
}

/** A source of random bits that nobody can foretell. */
export interface RandomSource {
  bytes(count: number): Uint8Array;
}

/** All that starting and refreshing sessions needs of the outside. */
export interface SessionPorts {
  readonly families: FamilyStore;
  readonly users: UserStore;
  readonly clients: ClientDirectory;
  readonly signingKeys: SigningKeySource;
  readonly refreshTokenKeys: RefreshTokenKeySource;
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly settings: SessionSettings;
}
