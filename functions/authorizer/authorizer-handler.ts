import type {
  APIGatewayAuthorizerResult,
  APIGatewayTokenAuthorizerEvent,
  Context,
} from 'aws-lambda';
import { contextOf, holdingsOf } from '../core/authorization/authorizer-context.ts';
import type { AuthorizerLog, AuthorizerParts } from './authorizer-parts.ts';
import { stageArnOf } from './stage-arn.ts';
import { InvalidTokenError } from '../core/tokens/invalid-token-error.ts';

/**
 * The gateway's TOKEN authorizer. Throws an error of exactly `Unauthorized` for a bad token, which
 * the gateway answers with 401 and does not cache; any other failure is its 500.
 */
export const createAuthorizerHandler =
  ({ ready, authenticate, policyFor, log }: AuthorizerParts) =>
  async (
    event: APIGatewayTokenAuthorizerEvent,
    { awsRequestId }: Pick<Context, 'awsRequestId'>,
  ): Promise<APIGatewayAuthorizerResult> => {
    try {
      await ready();
      const claims = await authenticate(event.authorizationToken);
      const policyDocument = policyFor(holdingsOf(claims), stageArnOf(event.methodArn));
      return { principalId: claims.sub, policyDocument, context: contextOf(claims) };
    } catch (error) {
      return refuse(error, log.withContext({ requestId: awsRequestId }));
    }
  };

function refuse(error: unknown, log: ReturnType<AuthorizerLog['withContext']>): never {
  if (!(error instanceof InvalidTokenError)) {
    // Lambda counts each 401 as an error too, so its own metric tells nothing: this one does.
    log.record({ event: 'authorizer_failed', reason: 'not_judged' });
    log.error('the authorizer failed', error);
    throw error;
  }
  log.record({ event: 'access_refused', reason: error.reason, ...error.owner });
  throw new Error('Unauthorized');
}
