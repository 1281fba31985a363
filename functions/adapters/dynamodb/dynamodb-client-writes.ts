import type { ClientWrites } from '../../core/clients/client-writes.ts';
import { clientPartitionKey, USERS_TABLE } from '../../core/tables.ts';
import { clientItemKey, toClient, toClientItem } from './client-item.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toAttribute, type Item } from './item-attributes.ts';

const { partitionKey } = USERS_TABLE;

/** Registering and changing clients in the users table on DynamoDB. */
export function createDynamoDBClientWrites(call: DynamoDBCall, tableName: string): ClientWrites {
  return {
    async create(client) {
      const answer = await call('PutItem', {
        TableName: tableName,
        Item: toClientItem(client),
        // Its own secret: a second attempt may find what its first one has put.
        ConditionExpression: 'attribute_not_exists(#pk) OR #hash = :hash',
        ExpressionAttributeNames: { '#pk': partitionKey, '#hash': 'secretHash' },
        ExpressionAttributeValues: { ':hash': toAttribute(client.registration.secretHash) },
      });
      return answer.held;
    },

    async replace(before, after) {
      const [was, is] = [before.registration, after.registration];
      const answer = await call('PutItem', {
        TableName: tableName,
        Item: toClientItem(after),
        // Its own change: a second attempt may find what its first one has put.
        ConditionExpression:
          '(#hash = :hash AND #updated = :updated) OR ' +
          '(#hash = :newHash AND #updated = :newUpdated AND #disabled = :newDisabled)',
        ExpressionAttributeNames: {
          '#hash': 'secretHash',
          '#updated': 'updatedAt',
          '#disabled': 'disabled',
        },
        ExpressionAttributeValues: {
          ':hash': toAttribute(was.secretHash),
          ':updated': toAttribute(was.updatedAt),
          ':newHash': toAttribute(is.secretHash),
          ':newUpdated': toAttribute(is.updatedAt),
          ':newDisabled': toAttribute(is.disabled),
        },
      });
      return answer.held;
    },

    async remove(clientId) {
      const answer = await call('DeleteItem', {
        TableName: tableName,
        Key: clientItemKey(clientId),
        ConditionExpression: 'attribute_exists(#pk)',
        ExpressionAttributeNames: { '#pk': partitionKey },
      });
      return answer.held || answer.attempts > 1;
    },

    async list() {
      const items: Item[] = [];
      let start: Item | undefined;
      do {
        const page = outputOf(
          await call('Scan', {
            TableName: tableName,
            ConsistentRead: true,
            FilterExpression: 'begins_with(#pk, :client)',
            ExpressionAttributeNames: { '#pk': partitionKey },
            ExpressionAttributeValues: { ':client': toAttribute(clientPartitionKey('')) },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return items.map(toClient);
    },
  };
}
