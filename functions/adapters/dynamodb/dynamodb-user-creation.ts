import { USERS_TABLE } from '../../core/tables.ts';
import type { UserCreation } from '../../core/users/user-creation.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toUserItem, userItemKey } from './user-item.ts';

/** New users in the users table on DynamoDB. */
export function createDynamoDBUserCreation(call: DynamoDBCall, tableName: string): UserCreation {
  return {
    async create(user) {
      const answer = await call('PutItem', {
        TableName: tableName,
        Item: toUserItem(user),
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': USERS_TABLE.partitionKey },
      });
      if (answer.held) return true;
      if (answer.attempts === 1) return false;
      // A second attempt fails on what the first one has put: the id tells whose it is.
      const { Item: item } = outputOf(
        await call('GetItem', {
          TableName: tableName,
          Key: userItemKey(user.username),
          // Not everybody who makes users may read all of one.
          ProjectionExpression: '#userId',
          ExpressionAttributeNames: { '#userId': 'userId' },
          ConsistentRead: true,
        }),
      );
      return item?.['userId']?.S === user.userId;
    },
  };
}
