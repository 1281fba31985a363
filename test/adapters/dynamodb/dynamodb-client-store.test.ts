import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toClientItem } from '../../../functions/adapters/dynamodb/client-item.ts';
import { createDynamoDBClientStore } from '../../../functions/adapters/dynamodb/dynamodb-client-store.ts';
import { createDynamoDBClientWrites } from '../../../functions/adapters/dynamodb/dynamodb-client-writes.ts';
import { toUserItem } from '../../../functions/adapters/dynamodb/user-item.ts';
import type { DynamoDBCall } from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { clientRegistryContract } from '../../contracts/client-registry.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { aRegisteredClient, aUser, START } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

const put = (tableName: string, item: ReturnType<typeof toClientItem>) =>
  tables.client.send(new PutItemCommand({ TableName: tableName, Item: item }));

clientRegistryContract('the clients on DynamoDB', async (clients) => {
  const tableName = await tables.usersTable();
  // Users share the table, and one of them has a client's id for a name.
  await put(tableName, toUserItem(aUser({ username: 'reports' })));
  for (const client of clients) await put(tableName, toClientItem(client));
  return {
    ...createDynamoDBClientStore(tables.signedCall, tableName),
    ...createDynamoDBClientWrites(tables.call, tableName),
  };
});

/** The answer was lost, and the call made again. */
const retried: DynamoDBCall = async (operation, input) => {
  await tables.call(operation, input);
  return tables.call(operation, input);
};

describe('when an answer was lost', () => {
  it('takes what its own first attempt has put for created', async () => {
    const writes = createDynamoDBClientWrites(retried, await tables.usersTable());
    expect(await writes.create(aRegisteredClient())).toBe(true);
  });

  it.each([
    ['rotated', { secretHash: 'new', updatedAt: START }],
    ['disabled', { disabled: true, updatedAt: START }],
  ])('takes what its own first attempt has put for %s', async (_, change) => {
    const tableName = await tables.usersTable();
    await put(tableName, toClientItem(aRegisteredClient()));
    const writes = createDynamoDBClientWrites(retried, tableName);
    expect(await writes.replace(aRegisteredClient(), aRegisteredClient(change))).toBe(true);
  });

  it('takes what its own first attempt has removed for removed', async () => {
    const tableName = await tables.usersTable();
    const second: DynamoDBCall = async (operation, input) => {
      const answer = await tables.call(operation, input);
      return answer.held ? answer : { ...answer, attempts: 2 };
    };
    expect(await createDynamoDBClientWrites(second, tableName).remove('reports')).toBe(true);
  });
});

it('reads consistently: a secret that was just ended is never taken', async () => {
  const read: unknown[] = [];
  const watched: DynamoDBCall = (operation, input) => {
    read.push(input);
    return tables.call(operation, input);
  };
  await createDynamoDBClientStore(watched, await tables.usersTable()).find('reports');
  expect(read).toMatchObject([{ ConsistentRead: true }]);
});

it('lists clients that lie on many pages', async () => {
  const tableName = await tables.usersTable();
  const ids = ['reports', 'invoices', 'gate'];
  for (const id of ids) await put(tableName, toClientItem(aRegisteredClient({}, id)));
  const paged: DynamoDBCall = (operation, input) =>
    tables.call(operation, operation === 'Scan' ? { ...input, Limit: 1 } : input);
  const all = await createDynamoDBClientWrites(paged, tableName).list();
  expect(all.map(({ clientId }) => clientId).toSorted()).toEqual(ids.toSorted());
});

it.each([
  ['a grant', { grants: { L: [{ S: 'everything' }] } }],
  ['a policy', { refreshTokenPolicy: { S: 'never' } }],
])('does not read an item with %s that nobody knows', async (_, broken) => {
  const tableName = await tables.usersTable();
  await put(tableName, { ...toClientItem(aRegisteredClient()), ...broken });
  const store = createDynamoDBClientStore(tables.call, tableName);
  await expect(store.find('reports')).rejects.toThrow('a word that nobody knows');
});
