import { USER_ACCESS, USERS_TABLE, userPartitionKey } from '../../core/tables.ts';
import type { UserDirectory } from '../../core/users/user-directory.ts';
import type { User } from '../../core/users/user.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toAttribute, type Item } from './item-attributes.ts';
import { toUser, userItemKey } from './user-item.ts';

/** How many items one call looks at, where they may all be of another kind. */
const LOOKED_AT = 500;

const ATTRIBUTES = USER_ACCESS.profile;
const PREFIX = userPartitionKey('');
const { partitionKey } = USERS_TABLE;

/** No hash is asked for: the role may not read one. */
const USERS_ALONE = {
  FilterExpression: `begins_with(#${partitionKey}, :user)`,
  // As the role asks for it: a Scan says by itself what it selects.
  Select: 'SPECIFIC_ATTRIBUTES' as const,
  ProjectionExpression: ATTRIBUTES.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name])),
  ExpressionAttributeValues: { ':user': toAttribute(PREFIX) },
  ConsistentRead: true,
};

/**
 * Looks through the users table on DynamoDB. The table has other kinds of items between the users,
 * which are passed over here: a part ends behind a user, and never at a key that nobody should hear of.
 */
export function createDynamoDBUserDirectory(call: DynamoDBCall, tableName: string): UserDirectory {
  return {
    async page(limit, after) {
      const items: Item[] = [];
      let start: Item | undefined = after === null ? undefined : userItemKey(after);
      let lookAt = limit;
      do {
        const output = outputOf(
          await call('Scan', {
            TableName: tableName,
            ...USERS_ALONE,
            Limit: lookAt,
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        items.push(...(output.Items ?? []));
        start = output.LastEvaluatedKey;
        lookAt = LOOKED_AT;
      } while (start !== undefined && items.length === 0);
      const taken = items.slice(0, limit);
      const isLast = start === undefined && taken.length === items.length;
      const users = taken.flatMap((item) => readUser(item) ?? []);
      return {
        users,
        next: isLast ? null : nameOf(taken.at(-1)),
        broken: taken.length - users.length,
      };
    },
  };
}

const nameOf = (item: Item | undefined): string | null =>
  item?.[partitionKey]?.S?.slice(PREFIX.length) ?? null;

function readUser(item: Item): User | null {
  try {
    return toUser(item);
  } catch {
    return null;
  }
}
