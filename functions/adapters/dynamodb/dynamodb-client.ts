import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Where and as whom to call DynamoDB. Default: as the environment says, which is how Lambda says it. */
export interface DynamoDBConnection {
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly endpoint?: string;
}

/**
 * A client for calls that people wait for: single items by key take a few milliseconds, and a first
 * call on a small function with its TLS handshake a few hundred. A second of silence means a lost
 * connection, and another try is better than more waiting.
 *
 * One call takes 2.1 s at worst: two tries of a second and a pause of 0.1 s at most. A refresh makes
 * one (the write beside the user's read), or three when it has to find out why its write failed and
 * write again. Two that hang for their worst end within the 6 s that the default overlap window of
 * 10 s leaves the function (the window less 4 s). Where more of them hang, or the window is shorter,
 * the function's own timeout cuts in, and the client comes back as after any lost reply.
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
    requestHandler: { connectionTimeout: 500, requestTimeout: 1000, throwOnRequestTimeout: true },
  });
}
