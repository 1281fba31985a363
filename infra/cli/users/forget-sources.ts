import { outputOf, type DynamoDBCall } from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { toAttribute, type Item } from '../../../functions/adapters/dynamodb/item-attributes.ts';
import { REFRESH_TOKENS_TABLE, userPartitionKey } from '../../../functions/core/tables.ts';
import type { ErasurePorts } from '../../../functions/core/users/erase-user.ts';

const { partitionKey, sortKey } = REFRESH_TOKENS_TABLE;

/** Where a user has logged in from lies beside the sessions, under sort keys of this beginning. */
const SOURCES = 'source#';

/** Takes away what the refresh-token table knows of a user's addresses. */
export const forgettingSources = (
  call: DynamoDBCall,
  tableName: string,
): ErasurePorts['sources'] => ({
  async forgetAll(username) {
    let start: Item | undefined;
    do {
      const page = outputOf(
        await call('Query', {
          TableName: tableName,
          KeyConditionExpression: '#pk = :user AND begins_with(#sk, :sources)',
          ProjectionExpression: '#pk, #sk',
          ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
          ExpressionAttributeValues: {
            ':user': toAttribute(userPartitionKey(username)),
            ':sources': toAttribute(SOURCES),
          },
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const Key of page.Items ?? []) await call('DeleteItem', { TableName: tableName, Key });
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  },
});
