import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Family, FamilyStore } from '../../core/sessions/family.ts';
import { REFRESH_TOKENS_TABLE, sessionSortKey, userPartitionKey } from '../../core/tables.ts';
import { toUpdateExpression } from './family-expression.ts';
import { familyItemKey, toFamily, toFamilyItem } from './family-item.ts';
import { toAttribute, type Item } from './item-attributes.ts';

const { partitionKey, sortKey } = REFRESH_TOKENS_TABLE;

/** The refresh-token table on DynamoDB. */
export function createDynamoDBFamilyStore(client: DynamoDBClient, tableName: string): FamilyStore {
  return {
    async create(family) {
      const command = new PutItemCommand({
        TableName: tableName,
        Item: toFamilyItem(family),
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': partitionKey },
      });
      try {
        await client.send(command);
      } catch (error) {
        // The id is 128 random bits: what a second try finds there, its first try has put.
        const retried =
          error instanceof ConditionalCheckFailedException && (error.$metadata.attempts ?? 1) > 1;
        if (!retried) throw error;
      }
    },

    async read(key) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: familyItemKey(key), ConsistentRead: true }),
      );
      return item === undefined ? null : toFamily(item);
    },

    async write(key, write) {
      const command = new UpdateItemCommand({
        TableName: tableName,
        Key: familyItemKey(key),
        ...toUpdateExpression(write),
        ReturnValues: 'ALL_NEW',
      });
      try {
        const { Attributes: attributes } = await client.send(command);
        return toFamily(attributes ?? {});
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return null;
        throw error;
      }
    },

    async list(username) {
      const families: Family[] = [];
      let start: Item | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: '#pk = :user AND begins_with(#sk, :session)',
            ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
            ExpressionAttributeValues: {
              ':user': toAttribute(userPartitionKey(username)),
              ':session': toAttribute(sessionSortKey('')),
            },
            ConsistentRead: true,
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        families.push(...(page.Items ?? []).map(toFamily));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return families;
    },
  };
}
