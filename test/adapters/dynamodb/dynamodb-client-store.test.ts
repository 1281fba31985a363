import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toClientItem } from '../../../functions/adapters/dynamodb/client-item.ts';
import { createDynamoDBClientStore } from '../../../functions/adapters/dynamodb/dynamodb-client-store.ts';
import { createDynamoDBClientWrites } from '../../../functions/adapters/dynamodb/dynamodb-client-writes.ts';
import { toUserItem } from '../../../functions/adapters/dynamodb/user-item.ts';
import type { DynamoDBCall } from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { clientRegistryContract } from '../../contracts/client-registry.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { aRegisteredClient, aUser } from '../../fakes/session-samples.ts';

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

it('takes what its own first attempt has put for created', async () => {
  const tableName = await tables.usersTable();
  const retried: DynamoDBCall = async (operation, input) => {
    await tables.call(operation, input);
    return tables.call(operation, input);
  };
  const writes = createDynamoDBClientWrites(retried, tableName);
  expect(await writes.create(aRegisteredClient())).toBe(true);
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
