import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBAnswer, DynamoDBCall, DynamoDBOperations } from './dynamodb-call.ts';

const senders = (
  client: DynamoDBClient,
): {
  readonly [Name in keyof DynamoDBOperations]: (
    input: DynamoDBOperations[Name]['input'],
  ) => Promise<DynamoDBOperations[Name]['output']>;
} => ({
  DeleteItem: (input) => client.send(new DeleteItemCommand(input)),
  GetItem: (input) => client.send(new GetItemCommand(input)),
  PutItem: (input) => client.send(new PutItemCommand(input)),
  Query: (input) => client.send(new QueryCommand(input)),
  Scan: (input) => client.send(new ScanCommand(input)),
  UpdateItem: (input) => client.send(new UpdateItemCommand(input)),
});

/** @returns calls over the AWS SDK, with the client's retries and timeouts */
export function createSdkCall(client: DynamoDBClient): DynamoDBCall {
  const send = senders(client);
  return async <Name extends keyof DynamoDBOperations>(
    operation: Name,
    input: DynamoDBOperations[Name]['input'],
  ): Promise<DynamoDBAnswer<DynamoDBOperations[Name]['output']>> => {
    try {
      return { held: true, output: await send[operation](input) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { held: false, attempts: error.$metadata.attempts ?? 1 };
    }
  };
}
