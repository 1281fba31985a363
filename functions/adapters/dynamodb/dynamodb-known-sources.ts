import { REFRESH_TOKENS_TABLE, sourceSortKey, userPartitionKey } from '../../core/tables.ts';
import type { KnownSourceKey, KnownSources } from '../../core/throttling/try-counters.ts';
import { outputOf, type DynamoDBCall } from './dynamodb-call.ts';
import { readItem, toAttribute, toItem, type Item } from './item-attributes.ts';
import { itemsOfUser } from './items-of-user.ts';
import {
  counterReplacement,
  freeTryUpdate,
  toTryCount,
  type CounterUpdate,
} from './try-count-item.ts';

const { partitionKey, sortKey, timeToLiveAttribute } = REFRESH_TOKENS_TABLE;

type Place = Pick<KnownSourceKey, 'username' | 'source'>;

const keyOf = ({ username, source }: Place): Item =>
  toItem({ [partitionKey]: userPartitionKey(username), [sortKey]: sourceSortKey(source) });

/** The sources that accounts have logged in from, in the refresh-token table on DynamoDB. */
export function createDynamoDBKnownSources(call: DynamoDBCall, tableName: string): KnownSources {
  /** Asks that the source is known, which an item that isn't there never is. */
  const update = async (key: KnownSourceKey, change: CounterUpdate): Promise<boolean> => {
    const answer = await call('UpdateItem', {
      TableName: tableName,
      Key: keyOf(key),
      ...change,
      ConditionExpression: `#loggedIn > :known AND ${change.ConditionExpression}`,
      ExpressionAttributeNames: { ...change.ExpressionAttributeNames, '#loggedIn': 'loggedInAt' },
      ExpressionAttributeValues: {
        ...change.ExpressionAttributeValues,
        ':known': toAttribute(key.forgottenSince),
      },
    });
    return answer.held;
  };
  return {
    addFree: (key, free) => update(key, freeTryUpdate(free)),

    async read(key) {
      const { Item: item } = outputOf(
        await call('GetItem', { TableName: tableName, Key: keyOf(key), ConsistentRead: true }),
      );
      if (item === undefined) return null;
      return readItem(item).number('loggedInAt') > key.forgottenSince ? toTryCount(item) : null;
    },

    // The item stays as long as its source is known, however long its counter does.
    replace: (key, seen, next) => update(key, counterReplacement(seen, next)),

    async remember(place, now, keptUntil) {
      outputOf(
        await call('PutItem', {
          TableName: tableName,
          Item: {
            ...keyOf(place),
            ...toItem({ loggedInAt: now, [timeToLiveAttribute]: Math.ceil(keptUntil / 1000) }),
          },
        }),
      );
    },

    async forgetAll(username) {
      const wanted = { username, prefix: sourceSortKey(''), parts: 'keys' } as const;
      for await (const key of itemsOfUser(call, tableName, wanted)) {
        outputOf(await call('DeleteItem', { TableName: tableName, Key: key }));
      }
    },
  };
}
