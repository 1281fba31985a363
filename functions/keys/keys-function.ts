import type { KeyPorts } from '../core/keys/key-ports.ts';

/** What the function works with. */
export interface KeysFunction {
  readonly ports: KeyPorts;
  readonly signingKeysSecretArn: string;
  readonly refreshTokenKeysSecretArn: string;
}

/** What is used of Lambda's own context. */
export interface KeysContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Takes what went wrong. */
export interface KeysLog {
  error(message: string, error: unknown): void;
}

/** What there is before the function could be composed. */
export interface KeysSurroundings<Log extends KeysLog> {
  readonly log: { withContext(context: { readonly requestId: string }): Log };
  /** Sends a custom resource's answer. */
  readonly put: (url: string, body: string) => Promise<void>;
  /** Waits for so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}
