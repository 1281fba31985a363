import { throttlePartitionKey, USERS_TABLE } from '../../core/tables.ts';
import type { LoginCounters } from '../../core/throttling/try-counters.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { toAttribute, toItem, type Item } from './item-attributes.ts';
import {
  counterReplacement,
  freeTryUpdate,
  toTryCount,
  type CounterUpdate,
} from './try-count-item.ts';

const { partitionKey, timeToLiveAttribute } = USERS_TABLE;

const keyOf = (hashedName: string): Item =>
  toItem({ [partitionKey]: throttlePartitionKey(hashedName) });

/** TTL is cleaning only: whether a counter still counts is asked in the condition. */
const keptUntil = (update: CounterUpdate, millis: number): CounterUpdate => ({
  ...update,
  UpdateExpression: `${update.UpdateExpression}, #ttl = :ttl`,
  ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#ttl': timeToLiveAttribute },
  ExpressionAttributeValues: {
    ...update.ExpressionAttributeValues,
    ':ttl': toAttribute(Math.ceil(millis / 1000)),
  },
});

/** The counters of accounts and sources in the users table on DynamoDB. */
export function createDynamoDBLoginCounters(call: DynamoDBCall, tableName: string): LoginCounters {
  const update = async (hashedName: string, change: CounterUpdate): Promise<boolean> =>
    (await call('UpdateItem', { TableName: tableName, Key: keyOf(hashedName), ...change })).held;
  return {
    addFree: (key, free) => update(key, keptUntil(freeTryUpdate(free), free.keptUntil)),

    async read(key) {
      const { Item: item } = outputOf(
        await call('GetItem', { TableName: tableName, Key: keyOf(key), ConsistentRead: true }),
      );
      return item === undefined ? null : toTryCount(item);
    },

    replace: (key, seen, next, until) =>
      update(key, keptUntil(counterReplacement(seen, next), until)),

    async giveBack(key) {
      await update(key, {
        // An UpdateItem would make an item that isn't there.
        ConditionExpression: '#tries > :none',
        UpdateExpression: 'SET #tries = #tries - :one',
        ExpressionAttributeNames: { '#tries': 'tries' },
        ExpressionAttributeValues: toItem({ ':none': 0, ':one': 1 }),
      });
    },
  };
}
