import type {
  SessionFamily,
  SessionReader,
  SessionUser,
} from '../../core/authorization/session-check.ts';
import {
  clientPartitionKey,
  REFRESH_TOKENS_TABLE,
  SESSION_CHECK_ATTRIBUTES,
  sessionSortKey,
  userPartitionKey,
  USERS_TABLE,
} from '../../core/tables.ts';
import { AwsRequestError, type SignedRequest } from './signed-request.ts';

type Item = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/**
 * Reads family and user, or a client, with one consistent BatchGetItem, and of each only what the check needs: the
 * authorizer's role can read no more.
 *
 * @param tables the tables' names
 */
export function createSignedSessionReader(
  request: SignedRequest,
  tables: { readonly users: string; readonly refreshTokens: string },
): SessionReader {
  return {
    async read({ username, familyId }) {
      const pk = { S: userPartitionKey(username) };
      const familyKey = {
        [REFRESH_TOKENS_TABLE.partitionKey]: pk,
        [REFRESH_TOKENS_TABLE.sortKey]: { S: sessionSortKey(familyId) },
      };
      const responses = await readItems(request, {
        [tables.users]: reading({ [USERS_TABLE.partitionKey]: pk }, SESSION_CHECK_ATTRIBUTES.user),
        [tables.refreshTokens]: reading(familyKey, SESSION_CHECK_ATTRIBUTES.family),
      });
      const user = responses[tables.users]?.[0];
      const family = responses[tables.refreshTokens]?.[0];
      return {
        user: user === undefined ? null : toUser(user),
        family: family === undefined ? null : toFamily(family),
      };
    },

    async readClient(clientId) {
      const key = { [USERS_TABLE.partitionKey]: { S: clientPartitionKey(clientId) } };
      const responses = await readItems(request, {
        [tables.users]: reading(key, SESSION_CHECK_ATTRIBUTES.client),
      });
      const client = responses[tables.users]?.[0];
      if (client === undefined) return null;
      const [disabled, tokensValidFrom] = [
        flag(client, 'disabled'),
        number(client, 'tokensValidFrom'),
      ];
      return { disabled, tokensValidFrom };
    },
  };
}

type Responses = Readonly<Record<string, readonly Item[] | undefined>>;

async function readItems(request: SignedRequest, items: object): Promise<Responses> {
  const answer = (await request('dynamodb', 'BatchGetItem', { RequestItems: items })) as {
    Responses?: Responses;
    UnprocessedKeys?: object;
  };
  // An item that was not looked at is not an item that is missing.
  if (answer.Responses === undefined || Object.keys(answer.UnprocessedKeys ?? {}).length > 0) {
    throw new AwsRequestError('BatchGetItem', 'Unprocessed', 'a key was not read');
  }
  return answer.Responses;
}

/** Every name goes in by a placeholder, so that no reserved word can be among them. */
const reading = (key: object, attributes: readonly string[]) => ({
  Keys: [key],
  ConsistentRead: true,
  ProjectionExpression: attributes.map((_, index) => `#a${index}`).join(','),
  ExpressionAttributeNames: Object.fromEntries(
    attributes.map((name, index) => [`#a${index}`, name]),
  ),
});

const toUser = (item: Item): SessionUser => ({
  userId: text(item, 'userId'),
  disabled: flag(item, 'disabled'),
  epoch: number(item, 'epoch'),
});

const toFamily = (item: Item): SessionFamily => ({
  userId: text(item, 'userId'),
  epoch: number(item, 'epoch'),
  idleExpiresAt: number(item, 'idleExpiresAt'),
  absoluteExpiresAt: number(item, 'absoluteExpiresAt'),
  revokedAt: item['revokedAt'] === undefined ? null : number(item, 'revokedAt'),
});

const text = (item: Item, name: string): string => {
  const value = item[name]?.['S'];
  return typeof value === 'string' ? value : refuse(name);
};

const flag = (item: Item, name: string): boolean => {
  const value = item[name]?.['BOOL'];
  return typeof value === 'boolean' ? value : refuse(name);
};

const number = (item: Item, name: string): number => {
  const value = item[name]?.['N'];
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : refuse(name);
};

const refuse = (name: string): never => {
  throw new AwsRequestError('BatchGetItem', 'Unreadable', `${name} is not what it should be`);
};
