import type { UserRemoval } from '../../core/users/user-removal.ts';
import type { DynamoDBCall } from './dynamodb-call.ts';
import { toAttribute } from './item-attributes.ts';
import { userItemKey } from './user-item.ts';

/** Deleting users from the users table on DynamoDB. */
export function createDynamoDBUserRemoval(call: DynamoDBCall, tableName: string): UserRemoval {
  return {
    async remove({ username, userId }) {
      const answer = await call('DeleteItem', {
        TableName: tableName,
        Key: userItemKey(username),
        ConditionExpression: '#userId = :userId',
        ExpressionAttributeNames: { '#userId': 'userId' },
        ExpressionAttributeValues: { ':userId': toAttribute(userId) },
      });
      // A second attempt may find that its first one has done it.
      return answer.held || answer.attempts > 1;
    },
  };
}
