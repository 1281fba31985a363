import { createSignedSecretReader } from '../adapters/signed-requests/signed-secret-reader.ts';
import type { SignedRequest } from '../adapters/signed-requests/signed-request.ts';
import type { KeySetSource } from '../core/keys/key-rings.ts';
import { createKeySetCache } from '../core/keys/key-set-cache.ts';
import type { Verification } from '../core/tokens/verify-access-token.ts';
import type { EnvironmentReader } from './environment.ts';
import type { JsonLog } from './json-log.ts';
import { reportKeySet } from './key-reports.ts';

/** Whose access tokens a function takes, and where the keys are that they are verified with. */
export interface VerificationConfig {
  readonly issuer: string;
  readonly audience: string;
  readonly keySetSecretArn: string;
}

/** Reads `ISSUER_URL`, `AUDIENCE` and `KEY_SET_SECRET_ARN`. */
export const readVerificationConfig = (environment: EnvironmentReader): VerificationConfig => ({
  issuer: environment.text('ISSUER_URL'),
  audience: environment.text('AUDIENCE'),
  keySetSecretArn: environment.text('KEY_SET_SECRET_ARN'),
});

/** @param log hears of every failed read, also of those that an older key set covered */
export function composeVerification(
  { issuer, audience, keySetSecretArn }: VerificationConfig,
  request: SignedRequest,
  log: Pick<JsonLog, 'error' | 'record'>,
): Omit<Verification, 'now'> & { readonly keys: KeySetSource } {
  const keys = createKeySetCache({
    secret: createSignedSecretReader(request, keySetSecretArn),
    clock: { now: Date.now },
    report: reportKeySet(log),
  });
  return { issuer, audiences: [audience, issuer], keys };
}
