import { PutItemCommand } from '@aws-sdk/client-dynamodb';

import { toClientItem } from '../../../functions/adapters/dynamodb/client-item.ts';
import { createDynamoDBFamilyStore } from '../../../functions/adapters/dynamodb/dynamodb-family-store.ts';
import { toUserItem } from '../../../functions/adapters/dynamodb/user-item.ts';
import { createSender } from '../../../functions/adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../../../functions/adapters/signed-requests/signed-request.ts';
import { createSignedSessionReader } from '../../../functions/adapters/signed-requests/signed-session-reader.ts';
import type { RegisteredClient } from '../../../functions/core/clients/client.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { aFamily, aRegisteredClient, aUser, START } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

/** The reader over its own signed requests, on tables that the SDK's adapters write. */
async function readerBench() {
  const users = await tables.usersTable();
  const refreshTokens = await tables.refreshTokensTable();
  const { protocol, hostname, port } = (await tables.client.config.endpoint?.()) ?? {};
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
  };
  const request = createSignedRequest(environment, createSender());
  return {
    reader: createSignedSessionReader(request, { users, refreshTokens }),
    families: createDynamoDBFamilyStore(tables.call, refreshTokens),
    putClient: (client: RegisteredClient) =>
      tables.client.send(new PutItemCommand({ TableName: users, Item: toClientItem(client) })),
    putUser: (user = aUser()) =>
      tables.client.send(new PutItemCommand({ TableName: users, Item: toUserItem(user) })),
  };
}

describe('the session reader on DynamoDB', () => {
  it('reads what the other functions have written', async () => {
    const { reader, families, putUser } = await readerBench();
    const family = aFamily({ revokedAt: START + 1 });
    const user = aUser({ disabled: true });
    await families.create(family);
    await putUser(user);
    expect(await reader.read(family)).toEqual({
      user: { userId: user.userId, disabled: true, epoch: user.epoch },
      family: {
        userId: family.userId,
        epoch: family.epoch,
        idleExpiresAt: family.idleExpiresAt,
        absoluteExpiresAt: family.absoluteExpiresAt,
        revokedAt: START + 1,
      },
    });
  });

  it('tells a family that is missing from a user who is', async () => {
    const { reader, families, putUser } = await readerBench();
    const family = aFamily();
    expect(await reader.read(family)).toEqual({ user: null, family: null });
    await putUser();
    expect(await reader.read(family)).toMatchObject({ user: { epoch: 3 }, family: null });
    await families.create(family);
    expect(await reader.read(family)).toMatchObject({ family: { revokedAt: null } });
  });

  it('reads of a client that it is there, and since when its tokens count', async () => {
    const { reader, putClient, putUser } = await readerBench();
    await putUser(aUser({ username: 'reports' }));
    expect(await reader.readClient('reports')).toBeNull();
    await putClient(aRegisteredClient({ disabled: true, tokensValidFrom: START }));
    expect(await reader.readClient('reports')).toEqual({ disabled: true, tokensValidFrom: START });
  });

  it("does not take another user's family of the same id for this user's", async () => {
    const { reader, families } = await readerBench();
    await families.create(aFamily({ username: 'jane' }));
    expect(await reader.read(aFamily())).toEqual({ user: null, family: null });
  });
});
