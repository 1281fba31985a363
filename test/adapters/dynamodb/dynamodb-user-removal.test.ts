import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDBUserRemoval } from '../../../functions/adapters/dynamodb/dynamodb-user-removal.ts';
import { createDynamoDBUserStore } from '../../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { toUserItem } from '../../../functions/adapters/dynamodb/user-item.ts';
import { userRemovalContract } from '../../contracts/user-removal.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

userRemovalContract('the users table on DynamoDB', async (users) => {
  const tableName = await tables.usersTable();
  for (const user of users) {
    const item = new PutItemCommand({ TableName: tableName, Item: toUserItem(user) });
    await tables.client.send(item);
  }
  return {
    removal: createDynamoDBUserRemoval(tables.call, tableName),
    users: createDynamoDBUserStore(tables.call, tableName),
  };
});
