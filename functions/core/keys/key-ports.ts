import type { SecurityLog } from '../events/security-event.ts';
import type { SigningAlgorithm, SigningKey } from './key-rings.ts';
import type { RotatingSecretStore, SecretStore } from './secret-store.ts';

/** What decides how keys are made and how long they are kept. */
export interface KeySettings {
  readonly algorithm: SigningAlgorithm;
  /** How long an access token lives: a retired signing key is published at least as long. */
  readonly accessTokenTtlSeconds: number;
  /** How long a session lives at most: a retired refresh-token key is kept at least as long. */
  readonly refreshTokenAbsoluteTtlSeconds: number;
}

/** What the writers of keys work with: first keys, rotation and operators alike. */
export interface KeyPorts {
  readonly signingKeys: RotatingSecretStore;
  readonly refreshTokenKeys: RotatingSecretStore;
  readonly keySet: SecretStore;
  readonly settings: KeySettings;
  readonly securityLog: SecurityLog;
  readonly clock: { now(): number };
  readonly random: { bytes(length: number): Uint8Array };
  /** Waits a little, longer with each attempt, after somebody else was faster. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Makes a signing key that is not published yet (see `generateSigningKey`). */
  readonly generateSigningKey: (alg: SigningAlgorithm, now: number) => Promise<SigningKey>;
}
