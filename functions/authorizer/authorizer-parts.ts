import type { Holdings } from '../core/authorization/route.ts';
import type { PolicyDocument } from '../core/authorization/stage-policy.ts';
import type { SecurityLog } from '../core/events/security-event.ts';
import type { AccessTokenClaims } from '../core/tokens/access-token-claims.ts';

/** What the authorizer writes its lines to. */
export interface AuthorizerLog {
  withContext(context: { readonly requestId: string }): SecurityLog & {
    error(message: string, error: unknown): void;
  };
}

/** What the handler is made of. */
export interface AuthorizerParts {
  /** Rejects while the function lacks what it can't work without. */
  readonly ready: () => Promise<void>;
  /** See `authenticate` in `core`. */
  readonly authenticate: (authorization: string) => Promise<AccessTokenClaims>;
  /** See `createStagePolicy` in `core`. */
  readonly policyFor: (held: Holdings, stageArn: string) => PolicyDocument;
  readonly log: AuthorizerLog;
}
