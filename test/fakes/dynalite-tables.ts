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
import type { DynamoDBCall } from '../../functions/adapters/dynamodb/dynamodb-call.ts';
import { createSdkCall } from '../../functions/adapters/dynamodb/sdk-call.ts';
import { createSender } from '../../functions/adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../../functions/adapters/signed-requests/signed-request.ts';
import { REFRESH_TOKENS_TABLE, USERS_TABLE } from '../../functions/core/tables.ts';
import { createSignedDynamoDBCall } from '../../functions/runtime/signed-dynamodb-call.ts';

/** The package has no types of its own. */
const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(
  import.meta.url,
)('dynalite');

/** An emulated DynamoDB in memory, with fresh tables on demand. */
export interface DynaliteTables {
  readonly client: DynamoDBClient;
  /** The stores' calls over that client. */
  readonly call: DynamoDBCall;
  /** The stores' calls without the SDK. */
  readonly signedCall: DynamoDBCall;
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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const newClient = (): DynamoDBClient =>
    createDynamoDBClient({
      endpoint: url,
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
    call: createSdkCall(client),
    signedCall: createSignedDynamoDBCall(
      createSignedRequest(
        {
          AWS_REGION: 'eu-central-1',
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
          AWS_ENDPOINT_URL_DYNAMODB: url,
        },
        createSender(),
      ),
    ),
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
