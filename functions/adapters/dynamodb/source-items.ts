import { REFRESH_TOKENS_TABLE, sourceSortKey, userPartitionKey } from '../../core/tables.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toAttribute, type Item } from './item-attributes.ts';

const { partitionKey, sortKey } = REFRESH_TOKENS_TABLE;

/**
 * Reads a user's known sources, page by page, as the refresh-token table has them now.
 *
 * @param parts `keys`: the two key attributes alone
 */
export async function* sourceItems(
  call: DynamoDBCall,
  tableName: string,
  username: string,
  parts: 'keys' | 'everything',
): AsyncGenerator<Item> {
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
        ...(parts === 'keys' && { ProjectionExpression: '#pk, #sk' }),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
