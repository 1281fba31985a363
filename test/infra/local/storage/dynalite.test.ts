import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createTables } from '../../../../infra/local/storage/create-tables.ts';
import {
  createDynaliteClient,
  type DynaliteClient,
} from '../../../../infra/local/storage/dynalite-client.ts';
import { openDynalite } from '../../../../infra/local/storage/open-dynalite.ts';
import { DEMO_USER, seedDemoUser } from '../../../../infra/local/storage/seed-demo-user.ts';
import type { TableDefinition } from '../../../../infra/local/template/table-definitions.ts';
import { temporaryFolder } from '../start-orders-app.ts';

const TABLE: TableDefinition = {
  logicalId: 'Table',
  name: 'things',
  arn: 'arn',
  partitionKey: 'pk',
  createRequest: {
    TableName: 'things',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  },
};
const cleanUp: (() => unknown)[] = [];

async function open(folder: string) {
  const exits: string[] = [];
  const dynalite = await openDynalite({ path: dirname(folder), dynamoDb: folder }, {}, () =>
    exits.push('ended'),
  );
  const client: DynaliteClient = createDynaliteClient(dynalite);
  cleanUp.push(
    () => client.stop(),
    () => dynalite.stop(),
  );
  await createTables(client, [TABLE]);
  return { dynalite, client, exits };
}
const newFolder = (): string => join(temporaryFolder(), 'dynamodb');

afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

describe('dynalite on disk', () => {
  it('keeps every write that it has acknowledged over a kill -9', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const names = Array.from({ length: 200 }, (_, index) => `item ${index}`);
    await Promise.all(
      names.map((name) =>
        first.client.call('PutItem', { TableName: 'things', Item: { pk: { S: name } } }),
      ),
    );
    process.kill(first.dynalite.pid, 'SIGKILL');
    const second = await open(folder);
    const { Items } = await second.client.call('Scan', { TableName: 'things' });
    expect(Items).toHaveLength(names.length);
    expect(first.exits).toEqual(['ended']);
  });

  it('answers nobody but its own start: no web page, no other program', async () => {
    const { dynalite, client } = await open(newFolder());
    const send = (method: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${dynalite.port}/`, {
        method,
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-date': '20260101T000000Z',
          'x-amz-target': 'DynamoDB_20120810.ListTables',
          origin: 'https://evil.example',
          ...headers,
        },
        body: method === 'POST' ? '{}' : null,
      });
    for (const response of [
      await send('POST'),
      await send('POST', { 'latchkey-secret': 'guessed' }),
      await send('OPTIONS', { 'access-control-request-method': 'POST' }),
      await send('GET'),
    ]) {
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(await response.text()).toBe('');
    }
    expect(await client.call('ListTables', {})).toEqual({ TableNames: ['things'] });
  });

  it('makes a table anew whose making was killed', async () => {
    const folder = newFolder();
    const require = createRequire(createRequire(import.meta.url).resolve('dynalite'));
    const { Level } = require('level') as {
      Level: new (
        path: string,
        options: object,
      ) => { put(key: string, value: object): Promise<void>; close(): Promise<void> };
    };
    const database = new Level(folder, { valueEncoding: 'json' });
    await database.put('table~things', { ...TABLE.createRequest, TableStatus: 'CREATING' });
    await database.close();
    const { client } = await open(folder);
    await client.call('PutItem', { TableName: 'things', Item: { pk: { S: 'a' } } });
    expect(await client.call('Scan', { TableName: 'things' })).toMatchObject({ Count: 1 });
  });

  it('gets the demo user once, and never overwrites him', async () => {
    const { client } = await open(newFolder());
    await seedDemoUser(client, 'things', 1);
    const key = { pk: { S: `user#${DEMO_USER.username}` } };
    const read = async () =>
      (await client.call('GetItem', { TableName: 'things', Key: key }))['Item'];
    const seeded = await read();
    await seedDemoUser(client, 'things', 2);
    expect(await read()).toEqual(seeded);
    expect(seeded).toMatchObject({
      username: { S: 'johndoe' },
      fullName: { S: 'John Doe' },
      scopes: { L: [{ S: 'items:read' }] },
      createdAt: { N: '1' },
      userId: { S: expect.stringMatching(/^user:[0-9a-f-]{36}$/) },
    });
  });
});
