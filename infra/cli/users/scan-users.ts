import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { toAttribute, type Item } from '../../../functions/adapters/dynamodb/item-attributes.ts';
import { toUser } from '../../../functions/adapters/dynamodb/user-item.ts';
import { USER_ACCESS, USERS_TABLE, userPartitionKey } from '../../../functions/core/tables.ts';
import type { User } from '../../../functions/core/users/user.ts';
import { awsError } from '../aws-error.ts';

/** What is read of users; `profile` is everything but the password's hash. */
const ATTRIBUTES = {
  profile: USER_ACCESS.profile,
  all: [...USER_ACCESS.profile, 'passwordHash'],
} as const satisfies Record<string, readonly string[]>;

/**
 * Reads all users, a page of at most 1 MB at a time; other kinds of items are passed over.
 *
 * @param what of each; users are without a hash in a `profile`
 * @param onBroken told of an item that is no user, by its key
 */
export async function* scanUsers(
  client: DynamoDBClient,
  tableName: string,
  what: keyof typeof ATTRIBUTES,
  onBroken: (key: string) => void,
): AsyncGenerator<User> {
  const attributes = ATTRIBUTES[what];
  let start: Item | undefined;
  do {
    const page = await client
      .send(
        new ScanCommand({
          TableName: tableName,
          FilterExpression: `begins_with(#${USERS_TABLE.partitionKey}, :user)`,
          ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(
            attributes.map((name) => [`#${name}`, name]),
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

function readUser(item: Item): User | null {
  try {
    return toUser(item);
  } catch {
    return null;
  }
}
