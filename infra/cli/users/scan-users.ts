import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { toAttribute, type Item } from '../../../functions/adapters/dynamodb/item-attributes.ts';
import { toUser } from '../../../functions/adapters/dynamodb/user-item.ts';
import { USER_ACCESS, USERS_TABLE, userPartitionKey } from '../../../functions/core/tables.ts';
import { awsError } from '../aws-error.ts';
import type { ListedUser } from './users-service.ts';

/** Everything but the password's hash. */
const ATTRIBUTES = USER_ACCESS.profile;

/**
 * Reads all users, a page of at most 1 MB at a time; other kinds of items are passed over.
 *
 * @param onBroken told of an item that is no user, by its key
 */
export async function* scanUsers(
  client: DynamoDBClient,
  tableName: string,
  onBroken: (key: string) => void,
): AsyncGenerator<ListedUser> {
  let start: Item | undefined;
  do {
    const page = await client
      .send(
        new ScanCommand({
          TableName: tableName,
          FilterExpression: `begins_with(#${USERS_TABLE.partitionKey}, :user)`,
          ProjectionExpression: ATTRIBUTES.map((name) => `#${name}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(
            ATTRIBUTES.map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: { ':user': toAttribute(userPartitionKey('')) },
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      )
      .catch((error: unknown) => {
        throw awsError('DynamoDB', error);
      });
    for (const item of page.Items ?? []) {
      const user = readUser(item);
      if (user === null) onBroken(item[USERS_TABLE.partitionKey]?.S ?? '');
      else yield user;
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

function readUser(item: Item): ListedUser | null {
  try {
    const { passwordHash: _hash, ...user } = toUser(item);
    return user;
  } catch {
    return null;
  }
}
