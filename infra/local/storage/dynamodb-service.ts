import type { AwsService } from '../aws/aws-endpoint.ts';
import { dynamoDbAccess, type TableIdentity } from '../iam/dynamodb-access.ts';
import type { DynaliteClient } from './dynalite-client.ts';

/** DynamoDB: dynalite, behind the caller's role. */
export function createDynamoDbService(
  dynalite: DynaliteClient,
  tables: readonly TableIdentity[],
): AwsService {
  const find = (table: string): TableIdentity =>
    tables.find(({ name, arn }) => name === table || arn === table) ?? {
      name: table,
      arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`,
      partitionKey: '',
    };
  return {
    name: 'DynamoDB',
    signingName: 'dynamodb',
    contentType: 'application/x-amz-json-1.0',
    errorPrefix: 'com.amazon.coral.service#',
    accessOf: ({ operation, body }) => dynamoDbAccess(operation, body, find),
    answer: ({ headers, rawBody }) => dynalite.forward(headers, rawBody),
  };
}
