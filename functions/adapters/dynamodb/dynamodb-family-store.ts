import type { Family, FamilyStore } from '../../core/sessions/family.ts';
import { REFRESH_TOKENS_TABLE, sessionSortKey } from '../../core/tables.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toConditionExpression, toUpdateExpression } from './family-expression.ts';
import { familyItemKey, toFamily, toFamilyItem } from './family-item.ts';
import { itemsOfUser } from './items-of-user.ts';

const { partitionKey } = REFRESH_TOKENS_TABLE;

/** The refresh-token table on DynamoDB. */
export function createDynamoDBFamilyStore(call: DynamoDBCall, tableName: string): FamilyStore {
  return {
    async create(family) {
      const answer = await call('PutItem', {
        TableName: tableName,
        Item: toFamilyItem(family),
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': partitionKey },
      });
      // The id is 128 random bits: what a second attempt finds there, its first one has put.
      if (!answer.held && answer.attempts === 1) throw new Error('a new family was there already');
    },

    async read(key) {
      const { Item: item } = outputOf(
        await call('GetItem', {
          TableName: tableName,
          Key: familyItemKey(key),
          ConsistentRead: true,
        }),
      );
      return item === undefined ? null : toFamily(item);
    },

    async write(key, write) {
      const answer = await call('UpdateItem', {
        TableName: tableName,
        Key: familyItemKey(key),
        ...toUpdateExpression(write),
        ReturnValues: 'ALL_NEW',
      });
      return answer.held ? toFamily(answer.output.Attributes ?? {}) : null;
    },

    async remove(key, when) {
      const answer = await call('DeleteItem', {
        TableName: tableName,
        Key: familyItemKey(key),
        ...toConditionExpression(when),
      });
      return answer.held;
    },

    async list(username) {
      const families: Family[] = [];
      const wanted = { username, prefix: sessionSortKey('') };
      for await (const item of itemsOfUser(call, tableName, wanted)) families.push(toFamily(item));
      return families;
    },
  };
}
