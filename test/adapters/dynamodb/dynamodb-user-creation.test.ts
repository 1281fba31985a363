import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBCall } from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { createDynamoDBUserCreation } from '../../../functions/adapters/dynamodb/dynamodb-user-creation.ts';
import { createDynamoDBUserStore } from '../../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { toUserItem } from '../../../functions/adapters/dynamodb/user-item.ts';
import { userCreationContract } from '../../contracts/user-creation.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { aUser } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

userCreationContract('the users table on DynamoDB', async (users) => {
  const tableName = await tables.usersTable();
  for (const user of users) {
    const item = new PutItemCommand({ TableName: tableName, Item: toUserItem(user) });
    await tables.client.send(item);
  }
  return {
    creation: createDynamoDBUserCreation(tables.call, tableName),
    users: createDynamoDBUserStore(tables.call, tableName),
  };
});

/** As the SDK does when its first attempt's answer got lost: the condition fails on that. */
const retried: DynamoDBCall = async (operation, input) => {
  await tables.call(operation, input);
  const again = await tables.call(operation, input);
  return again.held ? again : { ...again, attempts: 2 };
};

it('tells a lost acknowledgement from a name that is taken', async () => {
  const tableName = await tables.usersTable();
  const creation = createDynamoDBUserCreation(retried, tableName);
  expect(await creation.create(aUser())).toBe(true);
  expect(await creation.create(aUser({ userId: 'user:other' }))).toBe(false);
});

it('reports a table that is not there', async () => {
  const creation = createDynamoDBUserCreation(tables.call, 'nowhere');
  await expect(creation.create(aUser())).rejects.toThrow('resource not found');
});
