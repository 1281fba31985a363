import {
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { USERS_TABLE } from '../../core/tables.ts';
import type { UserStore } from '../../core/users/user.ts';
import { toItem } from './item-attributes.ts';
import { toUser, userItemKey } from './user-item.ts';

/** The users table on DynamoDB. */
export function createDynamoDBUserStore(client: DynamoDBClient, tableName: string): UserStore {
  return {
    async find(username) {
      const { Item: item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: userItemKey(username),
          ConsistentRead: true,
        }),
      );
      return item === undefined ? null : toUser(item);
    },

    async rehash({ username, verifiedHash, newHash, now }) {
      const command = new UpdateItemCommand({
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
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
