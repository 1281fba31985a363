import type { ClientStore } from '../../core/clients/client.ts';
import { CLIENT_ATTRIBUTES } from '../../core/tables.ts';
import { clientItemKey, toClient } from './client-item.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';

/** Every name goes in by a placeholder, so that no reserved word can be among them. */
const WHOLE = {
  ProjectionExpression: CLIENT_ATTRIBUTES.map((_, index) => `#a${index}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(
    CLIENT_ATTRIBUTES.map((name, index) => [`#a${index}`, name]),
  ),
};

/** The confidential clients in the users table on DynamoDB. */
export function createDynamoDBClientStore(call: DynamoDBCall, tableName: string): ClientStore {
  return {
    async find(clientId) {
      const { Item: item } = outputOf(
        await call('GetItem', {
          TableName: tableName,
          Key: clientItemKey(clientId),
          ConsistentRead: true,
          ...WHOLE,
        }),
      );
      return item === undefined ? null : toClient(item);
    },
  };
}
