import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBCall } from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { createDynamoDBUserStore } from '../../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { toUserItem, userItemKey } from '../../../functions/adapters/dynamodb/user-item.ts';
import type { User } from '../../../functions/core/users/user.ts';
import { userStoreContract } from '../../contracts/user-store.contract.ts';
import { aUser } from '../../fakes/session-samples.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

const storeOf = async (users: readonly User[], call: DynamoDBCall) => {
  const tableName = await tables.usersTable();
  for (const user of users) {
    const item = new PutItemCommand({ TableName: tableName, Item: toUserItem(user) });
    await tables.client.send(item);
  }
  return createDynamoDBUserStore(call, tableName);
};

userStoreContract('the users table on DynamoDB', (users) => storeOf(users, tables.call));
userStoreContract('the users table on DynamoDB without the SDK', (users) =>
  storeOf(users, tables.signedCall),
);

describe('the users table on DynamoDB', () => {
  it('takes an item of another make for a broken table, and not for a user', async () => {
    const tableName = await tables.usersTable();
    const item = { ...userItemKey('jane'), userId: { S: 'user:1' }, epoch: { S: 'many' } };
    await tables.client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    const store = createDynamoDBUserStore(tables.call, tableName);
    await expect(store.find('jane')).rejects.toThrow('username is missing or of another type');
  });

  it('can leave the password’s hash in the table, and nothing else', async () => {
    const tableName = await tables.usersTable();
    const jane = aUser({ username: 'jane' });
    await tables.client.send(new PutItemCommand({ TableName: tableName, Item: toUserItem(jane) }));
    const store = createDynamoDBUserStore(tables.call, tableName, { withoutPasswordHash: true });
    expect(await store.find('jane')).toEqual({ ...jane, passwordHash: null });
    expect(await store.find('john')).toBeNull();
  });

  it('reports a table that is not there', async () => {
    const store = createDynamoDBUserStore(tables.call, 'nowhere');
    await expect(store.find('jane')).rejects.toThrow('resource not found');
    const change = { username: 'jane', verifiedHash: 'a', newHash: 'b', now: 1 };
    await expect(store.rehash(change)).rejects.toThrow('resource not found');
  });
});
