import type { LoginSource, LoginSources } from '../../core/account/own-record.ts';
import { REFRESH_TOKENS_TABLE, sourceSortKey } from '../../core/tables.ts';
import type { DynamoDBCall } from './dynamodb-call.ts';
import { readItem } from './item-attributes.ts';
import { itemsOfUser } from './items-of-user.ts';

const { sortKey } = REFRESH_TOKENS_TABLE;

/** Where users have logged in from, as the refresh-token table on DynamoDB knows it. */
export function createDynamoDBLoginSources(call: DynamoDBCall, tableName: string): LoginSources {
  return {
    async list(username) {
      const sources: LoginSource[] = [];
      const prefix = sourceSortKey('');
      for await (const item of itemsOfUser(call, tableName, { username, prefix })) {
        const network = readItem(item).text(sortKey).slice(prefix.length);
        sources.push({ network, lastLoginAt: readItem(item).number('loggedInAt') });
      }
      return sources;
    },
  };
}
