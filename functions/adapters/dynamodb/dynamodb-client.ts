import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Where and as whom to call DynamoDB. Default: as the environment says, which is how Lambda says it. */
export interface DynamoDBConnection {
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly endpoint?: string;
}

/**
 * A client for calls that people wait for: single items by key take a few milliseconds, so half a
 * second of silence means a lost connection, and another try is better than more waiting.
 *
 * One call takes 1.3 s at worst: two tries of 0.6 s with a pause of 0.1 s at most between them. A
 * refresh that goes through three of them one after another (a rotation, the read that finds why it
 * failed, a recovery) ends within 4 s, and so within the 6 s that the default overlap window of 10 s
 * leaves the function (the window less 4 s); a shorter window makes the function's own timeout cut in
 * first, which the rotation survives as it survives any lost reply.
 *
 * A retry can meet its own first try's success and then fails its condition: callers who write under
 * a condition have to read why.
 */
export function createDynamoDBClient(connection: DynamoDBConnection = {}): DynamoDBClient {
  return new DynamoDBClient({
    ...connection,
    maxAttempts: 2,
    retryMode: 'standard',
    defaultsMode: 'standard',
    requestHandler: { connectionTimeout: 300, requestTimeout: 600, throwOnRequestTimeout: true },
  });
}
