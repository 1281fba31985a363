/** One version of a secret. */
export interface SecretVersion {
  readonly versionId: string;
  readonly value: string;
}

/** Reads one secret. */
export interface SecretReader {
  /** @returns the current version, or `null` when the secret has none yet */
  read(): Promise<SecretVersion | null>;
}

/** One secret that several writers may change at once. */
export interface SecretStore extends SecretReader {
  /**
   * Replaces the current version if it is still the one that was read.
   *
   * @param versionRead the version that `value` was derived from; `null` for "there was none"
   * @returns `false` when another version is current now; read again then
   */
  compareAndSwap(versionRead: string | null, value: string): Promise<boolean>;
}

/** What a rotation needs besides: the version under `AWSPENDING` that carries its request token. */
export interface RotatingSecretStore extends SecretStore {
  /** @returns the staging labels of the version; empty when there is no such version */
  stagesOf(versionId: string): Promise<readonly string[]>;
  /** @returns the value of that version while it is pending, or `null` when it has none */
  readPending(requestToken: string): Promise<string | null>;
  /** Gives the pending version its value; a second call with another value changes nothing. */
  putPending(requestToken: string, value: string): Promise<void>;
  /** Takes `AWSPENDING` off the version; fine when it is gone already. */
  removePending(requestToken: string): Promise<void>;
}

/** A secret's content breaks a rule. The message names the secret and the rule, never the content. */
export class UnreadableSecretError extends Error {
  override readonly name = 'UnreadableSecretError';

  constructor(secret: string, rule: string) {
    super(`the ${secret} secret is unreadable: ${rule}`);
  }
}
