import type {
  DeleteItemInput,
  DeleteItemOutput,
  GetItemInput,
  GetItemOutput,
  PutItemInput,
  PutItemOutput,
  QueryInput,
  QueryOutput,
  ScanInput,
  ScanOutput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';

/** What the stores call, in DynamoDB's own words. */
export interface DynamoDBOperations {
  readonly DeleteItem: { readonly input: DeleteItemInput; readonly output: DeleteItemOutput };
  readonly GetItem: { readonly input: GetItemInput; readonly output: GetItemOutput };
  readonly PutItem: { readonly input: PutItemInput; readonly output: PutItemOutput };
  readonly Query: { readonly input: QueryInput; readonly output: QueryOutput };
  readonly Scan: { readonly input: ScanInput; readonly output: ScanOutput };
  readonly UpdateItem: { readonly input: UpdateItemInput; readonly output: UpdateItemOutput };
}

/** A condition that did not hold is an answer; anything else that goes wrong is thrown. */
export type DynamoDBAnswer<Output> =
  | { readonly held: true; readonly output: Output }
  /** `attempts` over 1: the condition may have failed on the first attempt's own success. */
  | { readonly held: false; readonly attempts: number };

/**
 * One call of DynamoDB's API. The stores take it as an argument: over the SDK (`sdk-call.ts`), or
 * signed by hand where a cold start can't pay for loading the SDK.
 */
export type DynamoDBCall = <Name extends keyof DynamoDBOperations>(
  operation: Name,
  input: DynamoDBOperations[Name]['input'],
) => Promise<DynamoDBAnswer<DynamoDBOperations[Name]['output']>>;

/**
 * For reads, which have no condition.
 *
 * @throws Error if DynamoDB should claim that one failed
 */
export function outputOf<Output>(answer: DynamoDBAnswer<Output>): Output {
  if (!answer.held) throw new Error('a call without a condition failed one');
  return answer.output;
}
