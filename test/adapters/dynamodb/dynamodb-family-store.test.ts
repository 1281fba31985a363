import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDBFamilyStore } from '../../../functions/adapters/dynamodb/dynamodb-family-store.ts';
import { familyItemKey } from '../../../functions/adapters/dynamodb/family-item.ts';
import { createSdkCall } from '../../../functions/adapters/dynamodb/sdk-call.ts';
import { rotationWrite } from '../../../functions/core/sessions/rotation-write.ts';
import { familyStoreContract } from '../../contracts/family-store.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { aFamily, aMoment } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

const freshStore = async () =>
  createDynamoDBFamilyStore(tables.call, await tables.refreshTokensTable());

familyStoreContract('the refresh-token table on DynamoDB', freshStore);
familyStoreContract('the refresh-token table on DynamoDB without the SDK', async () =>
  createDynamoDBFamilyStore(tables.signedCall, await tables.refreshTokensTable()),
);

/** A client whose first answer never arrives, though the table has done what was asked. */
const losingFirstAnswer = () => {
  const client = tables.anotherClient();
  let answers = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if ((answers += 1) > 1) return result;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    },
    { step: 'deserialize', priority: 'low', name: 'loseFirstAnswer' },
  );
  return { client, answers: () => answers };
};

describe('the refresh-token table on DynamoDB', () => {
  it('keeps a family in one item under one kilobyte, with a time to live in seconds', async () => {
    const tableName = await tables.refreshTokensTable();
    const store = createDynamoDBFamilyStore(tables.call, tableName);
    const family = aFamily({
      username: 'j'.repeat(60),
      scope: ['items:read', 'items:write', 'profile'],
      device: { ip: '2001:db8:1:2:3:4:5:6', userAgent: 'a'.repeat(256) },
    });
    await store.create(family);
    const stored = await tables.client.send(
      new GetItemCommand({ TableName: tableName, Key: familyItemKey(family) }),
    );
    expect(stored.Item?.['ttl']).toEqual({ N: String(family.idleExpiresAt / 1000) });
    expect(stored.Item?.['pk']).toEqual({ S: `user#${family.username}` });
    expect(stored.Item?.['sk']).toEqual({ S: `session#${family.familyId}` });
    const bytes = Object.entries(stored.Item ?? {}).flatMap(([name, value]) => [
      name,
      ...Object.values(value).flat(),
    ]);
    expect(JSON.stringify(bytes).length).toBeLessThan(1024);
  });

  it('lists families over more than one page', async () => {
    const store = await freshStore();
    // A page ends at 1 MiB: these are far larger than any real family.
    const scope = Array.from({ length: 300 }, (_, index) => `scope-${index}-${'x'.repeat(1000)}`);
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const familyId of ids) await store.create(aFamily({ familyId, scope }));
    const listed = await store.list('johndoe');
    expect(listed.map(({ familyId }) => familyId).toSorted()).toEqual(ids);
  });

  describe('when the answer to a write gets lost and the SDK tries again', () => {
    it('has put the family all the same', async () => {
      const tableName = await tables.refreshTokensTable();
      const lossy = losingFirstAnswer();
      await createDynamoDBFamilyStore(createSdkCall(lossy.client), tableName).create(aFamily());
      expect(lossy.answers()).toBe(2);
      const store = createDynamoDBFamilyStore(tables.call, tableName);
      expect(await store.read(aFamily())).toEqual(aFamily());
    });

    it('says that the condition failed, and the caller finds its own write', async () => {
      const tableName = await tables.refreshTokensTable();
      const store = createDynamoDBFamilyStore(tables.call, tableName);
      await store.create(aFamily());
      const lossy = losingFirstAnswer();
      const lossyStore = createDynamoDBFamilyStore(createSdkCall(lossy.client), tableName);
      expect(await lossyStore.write(aFamily(), rotationWrite(aMoment()))).toBeNull();
      expect(lossy.answers()).toBe(2);
      expect((await store.read(aFamily()))?.generation).toBe(1);
    });
  });

  it('reports a table that is not there, and never takes it for a failed condition', async () => {
    const store = createDynamoDBFamilyStore(tables.call, 'nowhere');
    await expect(store.read(aFamily())).rejects.toThrow('resource not found');
    await expect(store.write(aFamily(), rotationWrite(aMoment()))).rejects.toThrow(
      'resource not found',
    );
    await expect(store.list('johndoe')).rejects.toThrow('resource not found');
  });
});
