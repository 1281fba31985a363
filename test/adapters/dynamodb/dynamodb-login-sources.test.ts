import { createDynamoDBFamilyStore } from '../../../functions/adapters/dynamodb/dynamodb-family-store.ts';
import { createDynamoDBKnownSources } from '../../../functions/adapters/dynamodb/dynamodb-known-sources.ts';
import { createDynamoDBLoginSources } from '../../../functions/adapters/dynamodb/dynamodb-login-sources.ts';
import { loginSourcesContract } from '../../contracts/login-sources.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { MemoryKnownSources } from '../../fakes/memory-throttling.ts';
import { aFamily } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

loginSourcesContract('the memory', async () => {
  const known = new MemoryKnownSources();
  return { loginSources: known, known };
});

loginSourcesContract('the refresh-token table on DynamoDB', async () => {
  const tableName = await tables.refreshTokensTable();
  return {
    loginSources: createDynamoDBLoginSources(tables.call, tableName),
    known: createDynamoDBKnownSources(tables.call, tableName),
  };
});

it('takes no session for a source', async () => {
  const tableName = await tables.refreshTokensTable();
  await createDynamoDBFamilyStore(tables.call, tableName).create(aFamily());
  expect(await createDynamoDBLoginSources(tables.call, tableName).list('johndoe')).toEqual([]);
});
