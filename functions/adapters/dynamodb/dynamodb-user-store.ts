import { USER_ACCESS, USERS_TABLE } from '../../core/tables.ts';
import type { UserStore } from '../../core/users/user.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toItem } from './item-attributes.ts';
import { toUser, userItemKey } from './user-item.ts';

/** How users are read. */
export interface UserReading {
  /**
   * Leaves the password's hash in the table, for functions whose role may not read it: every user is
   * found as if no password were set.
   *
   * @default false
   */
  readonly withoutPasswordHash?: boolean;
}

/** Every name goes in by a placeholder, so that no reserved word can be among them. */
const PROFILE = {
  ProjectionExpression: USER_ACCESS.profile.map((_, index) => `#a${index}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(
    USER_ACCESS.profile.map((name, index) => [`#a${index}`, name]),
  ),
};

/** The users table on DynamoDB. */
export function createDynamoDBUserStore(
  call: DynamoDBCall,
  tableName: string,
  { withoutPasswordHash = false }: UserReading = {},
): UserStore {
  return {
    async find(username) {
      const { Item: item } = outputOf(
        await call('GetItem', {
          TableName: tableName,
          Key: userItemKey(username),
          ConsistentRead: true,
          ...(withoutPasswordHash ? PROFILE : {}),
        }),
      );
      return item === undefined ? null : toUser(item);
    },

    async rehash({ username, verifiedHash, newHash, now }) {
      const answer = await call('UpdateItem', {
        TableName: tableName,
        Key: userItemKey(username),
        ConditionExpression: 'attribute_exists(#pk) AND #hash = :verified',
        UpdateExpression: 'SET #hash = :new, #updated = :now',
        ExpressionAttributeNames: {
          '#pk': USERS_TABLE.partitionKey,
          '#hash': 'passwordHash',
          '#updated': 'updatedAt',
        },
        ExpressionAttributeValues: toItem({
          ':verified': verifiedHash,
          ':new': newHash,
          ':now': now,
        }),
      });
      return answer.held;
    },
  };
}
