import type { LoginSource, LoginSources } from '../../core/account/own-record.ts';
import { REFRESH_TOKENS_TABLE, sourceSortKey } from '../../core/tables.ts';
import type { DynamoDBCall } from './dynamodb-call.ts';
import { readItem } from './item-attributes.ts';
import { sourceItems } from './source-items.ts';

const { sortKey } = REFRESH_TOKENS_TABLE;

/** Where users have logged in from, as the refresh-token table on DynamoDB knows it. */
export function createDynamoDBLoginSources(call: DynamoDBCall, tableName: string): LoginSources {
  return {
    async list(username) {
      const sources: LoginSource[] = [];
      for await (const item of sourceItems(call, tableName, username, 'everything')) {
        const network = readItem(item).text(sortKey).slice(sourceSortKey('').length);
        sources.push({ network, lastLoginAt: readItem(item).number('loggedInAt') });
      }
      return sources;
    },
  };
}
