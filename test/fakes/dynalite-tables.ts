import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { REFRESH_TOKENS_TABLE, USERS_TABLE } from '../../functions/core/tables.ts';

/** The package has no types of its own. */
const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(
  import.meta.url,
)('dynalite');

/** An emulated DynamoDB in memory, with fresh tables on demand. */
export interface DynaliteTables {
  readonly client: DynamoDBClient;
  /** A client of the same make that a test may tamper with. */
  anotherClient(): DynamoDBClient;
  /** @returns the name of a new users table */
  usersTable(): Promise<string>;
  /** @returns the name of a new refresh-token table */
  refreshTokensTable(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts one on a free port. */
export async function startDynaliteTables(): Promise<DynaliteTables> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const newClient = (): DynamoDBClient =>
    createDynamoDBClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  const client = newClient();
  const others: DynamoDBClient[] = [];
  let made = 0;
  const table = async (...keys: readonly string[]): Promise<string> => {
    const TableName = `table-${(made += 1)}`;
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        KeySchema: keys.map((name, index) => ({
          AttributeName: name,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
      }),
    );
    const status = async () =>
      (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
    while ((await status()) !== 'ACTIVE') await wait(2);
    return TableName;
  };
  return {
    client,
    anotherClient() {
      const another = newClient();
      others.push(another);
      return another;
    },
    usersTable: () => table(USERS_TABLE.partitionKey),
    refreshTokensTable: () =>
      table(REFRESH_TOKENS_TABLE.partitionKey, REFRESH_TOKENS_TABLE.sortKey),
    async stop() {
      for (const one of [client, ...others]) one.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
