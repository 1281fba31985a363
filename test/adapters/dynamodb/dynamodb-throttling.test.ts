import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDBFamilyStore } from '../../../functions/adapters/dynamodb/dynamodb-family-store.ts';
import { createDynamoDBKnownSources } from '../../../functions/adapters/dynamodb/dynamodb-known-sources.ts';
import { createDynamoDBLoginCounters } from '../../../functions/adapters/dynamodb/dynamodb-login-counters.ts';
import { aFreeTry } from '../../contracts/try-counters.contract.ts';
import { knownSourcesContract } from '../../contracts/known-sources.contract.ts';
import { loginCountersContract } from '../../contracts/login-counters.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { START } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

loginCountersContract('the users table on DynamoDB', async () =>
  createDynamoDBLoginCounters(tables.signedCall, await tables.usersTable()),
);
knownSourcesContract('the refresh-token table on DynamoDB', async () =>
  createDynamoDBKnownSources(tables.signedCall, await tables.refreshTokensTable()),
);

describe('counters on DynamoDB', () => {
  it('let the table drop them, each with its last write', async () => {
    const TableName = await tables.usersTable();
    const counters = createDynamoDBLoginCounters(tables.call, TableName);
    const ttl = async () => {
      const Key = { pk: { S: 'throttle#john' } };
      const { Item } = await tables.client.send(new GetItemCommand({ TableName, Key }));
      return Item?.['ttl'];
    };
    await counters.addFree('john', aFreeTry({ keptUntil: 5001 }));
    expect(await ttl()).toEqual({ N: '6' });
    const seen = { tries: 1, startedAt: START, triedAt: START };
    await counters.replace('john', seen, seen, 7000);
    expect(await ttl()).toEqual({ N: '7' });
  });

  it('take an item of another make for a broken table', async () => {
    const TableName = await tables.usersTable();
    const Item = { pk: { S: 'throttle#john' }, tries: { S: 'many' } };
    await tables.client.send(new PutItemCommand({ TableName, Item }));
    const counters = createDynamoDBLoginCounters(tables.call, TableName);
    await expect(counters.read('john')).rejects.toThrow('tries is missing or of another type');
  });
});

describe('known sources on DynamoDB', () => {
  it('stay as long as they are known, and are no sessions', async () => {
    const TableName = await tables.refreshTokensTable();
    const sources = createDynamoDBKnownSources(tables.call, TableName);
    const place = { username: 'johndoe', source: '192.0.2.0/24' };
    const key = { ...place, forgottenSince: 0 };
    await sources.remember(place, START, 90_000);
    await sources.addFree(key, aFreeTry({ keptUntil: 5000 }));
    const seen = { tries: 1, startedAt: START, triedAt: START };
    expect(await sources.replace(key, seen, { ...seen, tries: 2 }, 6000)).toBe(true);
    const Key = { pk: { S: 'user#johndoe' }, sk: { S: 'source#192.0.2.0/24' } };
    const { Item } = await tables.client.send(new GetItemCommand({ TableName, Key }));
    expect(Item).toMatchObject({ ttl: { N: '90' }, tries: { N: '2' } });
    const families = createDynamoDBFamilyStore(tables.call, TableName);
    expect(await families.list('johndoe')).toEqual([]);
  });

  it('are forgotten however many pages they fill', async () => {
    const TableName = await tables.refreshTokensTable();
    const sources = createDynamoDBKnownSources(tables.call, TableName);
    let pages = 0;
    const paging = createDynamoDBKnownSources((operation, input) => {
      if (operation !== 'Query') return tables.call(operation, input);
      pages += 1;
      return tables.call(operation, { ...input, Limit: 2 });
    }, TableName);
    for (let at = 0; at < 5; at += 1) {
      await sources.remember({ username: 'johndoe', source: `${at}` }, START, START);
    }
    await paging.forgetAll('johndoe');
    expect(pages).toBeGreaterThan(2);
    const key = { username: 'johndoe', source: '4', forgottenSince: 0 };
    expect(await sources.read(key)).toBeNull();
  });
});
