import type { AuthenticationPorts } from '../../../functions/core/authorization/authenticate.ts';

/** What a token is judged by. */
export interface Verifier extends Omit<AuthenticationPorts, 'clock'> {
  /** For messages: `the local edition at http://localhost:3000`. */
  readonly name: string;
  /** The ids of the published keys. */
  readonly keyIds: readonly string[];
}

/** Whose expectations a token is held against. All of it can be left out. */
export interface VerifierOptions {
  readonly local?: true;
  readonly stack?: string;
  readonly issuer?: string;
  /** A file, in place of the issuer's own key set. */
  readonly jwks?: string;
  /** Default: the issuer. */
  readonly audience?: readonly string[];
}
