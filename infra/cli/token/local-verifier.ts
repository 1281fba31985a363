import { createSender } from '../../../functions/adapters/signed-requests/http-exchange.ts';
import {
  AwsRequestError,
  createSignedRequest,
} from '../../../functions/adapters/signed-requests/signed-request.ts';
import { createSignedSecretReader } from '../../../functions/adapters/signed-requests/signed-secret-reader.ts';
import { createSignedSessionReader } from '../../../functions/adapters/signed-requests/signed-session-reader.ts';
import { createKeySetCache } from '../../../functions/core/keys/key-set-cache.ts';
import type { RunningEdition } from '../../local/running-edition.ts';
import { CliError } from '../cli-error.ts';
import type { Verifier } from './verifier.ts';

/**
 * Judges as the local edition's authorizer does: by the same key set, and by the sessions.
 *
 * @param tokenIssuer which of several services it is, if it is one of them
 * @param audience further audiences that may be named
 * @throws CliError when the edition has no service, or ends meanwhile
 */
export async function openLocalVerifier(
  { region, administrator, dynamoDbUrl, secretsManagerUrl, verifiers }: RunningEdition,
  tokenIssuer: unknown,
  audience: readonly string[] = [],
): Promise<Verifier> {
  const chosen = verifiers.find(({ issuer }) => issuer === tokenIssuer) ?? verifiers[0];
  if (chosen === undefined) throw new CliError('the local edition has no authorizer of ours');
  const request = createSignedRequest(
    {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: administrator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: administrator.secretAccessKey,
      AWS_SESSION_TOKEN: administrator.sessionToken,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManagerUrl,
    },
    createSender(),
  );
  const { issuer, tables } = chosen;
  const keys = createKeySetCache({
    secret: createSignedSecretReader(request, chosen.keySetSecretArn),
    clock: { now: Date.now },
    report: () => {},
  });
  const { keys: published } = await keys.all().catch((error: unknown) => {
    const { cause } = error as Error;
    const reason = cause instanceof AwsRequestError ? cause.message : (error as Error).message;
    throw new CliError(`the local edition's keys can't be read: ${reason}`, undefined, {
      cause: error,
    });
  });
  return {
    name: `the local edition, ${issuer}`,
    issuer,
    audiences: [chosen.audience, issuer, ...audience],
    keys,
    keyIds: published.map(({ kid }) => kid),
    sessions:
      tables &&
      createSignedSessionReader(request, {
        users: tables.usersTableName,
        refreshTokens: tables.refreshTokensTableName,
      }),
  };
}
