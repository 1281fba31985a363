import type { LoginSources } from '../../core/account/own-record.ts';
import { REFRESH_TOKENS_TABLE, sourceSortKey, userPartitionKey } from '../../core/tables.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { readItem, toAttribute, type Item } from './item-attributes.ts';

const { partitionKey, sortKey } = REFRESH_TOKENS_TABLE;

/** Where users have logged in from, as the refresh-token table on DynamoDB knows it. */
export function createDynamoDBLoginSources(call: DynamoDBCall, tableName: string): LoginSources {
  return {
    async list(username) {
      const items: Item[] = [];
      let start: Item | undefined;
      do {
        const page = outputOf(
          await call('Query', {
            TableName: tableName,
            KeyConditionExpression: '#pk = :user AND begins_with(#sk, :source)',
            ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
            ExpressionAttributeValues: {
              ':user': toAttribute(userPartitionKey(username)),
              ':source': toAttribute(sourceSortKey('')),
            },
            ConsistentRead: true,
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return items.map((item) => ({
        network: readItem(item).text(sortKey).slice(sourceSortKey('').length),
        lastLoginAt: readItem(item).number('loggedInAt'),
      }));
    },
  };
}
