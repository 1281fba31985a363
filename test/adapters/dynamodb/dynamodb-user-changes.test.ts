import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDBUserChanges } from '../../../functions/adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserStore } from '../../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { toUserItem } from '../../../functions/adapters/dynamodb/user-item.ts';
import { userChangesContract } from '../../contracts/user-changes.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { aUser } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

userChangesContract('the users table on DynamoDB', async (users) => {
  const tableName = await tables.usersTable();
  for (const user of users) {
    const item = new PutItemCommand({ TableName: tableName, Item: toUserItem(user) });
    await tables.client.send(item);
  }
  return {
    changes: createDynamoDBUserChanges(tables.call, tableName),
    users: createDynamoDBUserStore(tables.call, tableName),
  };
});

it('reports a table that is not there', async () => {
  const changes = createDynamoDBUserChanges(tables.call, 'nowhere');
  await expect(changes.change('jane', aUser(), { epoch: 1 })).rejects.toThrow('resource not found');
});
