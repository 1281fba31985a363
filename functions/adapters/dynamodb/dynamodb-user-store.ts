import { USERS_TABLE } from '../../core/tables.ts';
import type { UserStore } from '../../core/users/user.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toItem } from './item-attributes.ts';
import { toUser, userItemKey } from './user-item.ts';

/** The users table on DynamoDB. */
export function createDynamoDBUserStore(call: DynamoDBCall, tableName: string): UserStore {
  return {
    async find(username) {
      const { Item: item } = outputOf(
        await call('GetItem', {
          TableName: tableName,
          Key: userItemKey(username),
          ConsistentRead: true,
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
