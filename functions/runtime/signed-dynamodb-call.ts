import type {
  DynamoDBAnswer,
  DynamoDBCall,
  DynamoDBOperations,
} from '../adapters/dynamodb/dynamodb-call.ts';
import { AwsRequestError, type SignedRequest } from '../adapters/signed-requests/signed-request.ts';

/**
 * Calls DynamoDB without the SDK, for the functions that people wait for: loading its client takes
 * longer than everything else that a cold login does but the hash. Tries and timeouts are those of
 * the signed request: two of a second each.
 */
export function createSignedDynamoDBCall(request: SignedRequest): DynamoDBCall {
  return async <Name extends keyof DynamoDBOperations>(
    operation: Name,
    input: DynamoDBOperations[Name]['input'],
  ): Promise<DynamoDBAnswer<DynamoDBOperations[Name]['output']>> => {
    try {
      return { held: true, output: (await request('dynamodb', operation, input)) as never };
    } catch (error) {
      const failed = 'ConditionalCheckFailedException';
      if (!(error instanceof AwsRequestError) || error.code !== failed) throw error;
      return { held: false, attempts: error.attempts };
    }
  };
}
