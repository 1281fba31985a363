import { REFRESH_TOKENS_TABLE, userPartitionKey } from '../../core/tables.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toAttribute, type Item } from './item-attributes.ts';

const { partitionKey, sortKey } = REFRESH_TOKENS_TABLE;

/**
 * Reads what the refresh-token table has of a user now, page by page.
 *
 * @param prefix what the sort keys begin with: one kind of item
 * @param parts `keys`: the two key attributes alone; default: everything
 */
export async function* itemsOfUser(
  call: DynamoDBCall,
  tableName: string,
  { username, prefix, parts = 'everything' }: ItemsWanted,
): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const page = outputOf(
      await call('Query', {
        TableName: tableName,
        KeyConditionExpression: '#pk = :user AND begins_with(#sk, :prefix)',
        ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
        ExpressionAttributeValues: {
          ':user': toAttribute(userPartitionKey(username)),
          ':prefix': toAttribute(prefix),
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

interface ItemsWanted {
  readonly username: string;
  readonly prefix: string;
  readonly parts?: 'keys' | 'everything';
}
