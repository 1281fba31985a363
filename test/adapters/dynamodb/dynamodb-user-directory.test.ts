import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem, type Item } from '../../../functions/adapters/dynamodb/item-attributes.ts';
import { createDynamoDBUserDirectory } from '../../../functions/adapters/dynamodb/dynamodb-user-directory.ts';
import { toUserItem, userItemKey } from '../../../functions/adapters/dynamodb/user-item.ts';
import type { User } from '../../../functions/core/users/user.ts';
import {
  userDirectoryContract,
  type DirectoryUnderTest,
} from '../../contracts/user-directory.contract.ts';
import { startDynaliteTables, type DynaliteTables } from '../../fakes/dynalite-tables.ts';
import { aUser } from '../../fakes/session-samples.ts';

let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

async function storeOf(items: readonly Item[]): Promise<DirectoryUnderTest> {
  const TableName = await tables.usersTable();
  const { client } = tables;
  await Promise.all(
    items.map((item) => client.send(new PutItemCommand({ TableName, Item: item }))),
  );
  return {
    directory: createDynamoDBUserDirectory(tables.call, TableName),
    async remove(username) {
      await client.send(new DeleteItemCommand({ TableName, Key: userItemKey(username) }));
    },
  };
}

userDirectoryContract('the users table on DynamoDB', (users: readonly User[]) =>
  storeOf(users.map(toUserItem)),
);

describe('among items of other kinds', () => {
  const others = Array.from({ length: 60 }, (_, at) =>
    toItem({ pk: at % 2 === 0 ? `client#${at}` : `throttle#${at}`, scopes: ['items:read'] }),
  );

  it('shows users alone, and ends no part at a key of another kind', async () => {
    const users = Array.from({ length: 20 }, (_, at) => aUser({ username: `anna${at}` }));
    const { directory } = await storeOf([...others, ...users.map(toUserItem)]);
    const shown: string[] = [];
    let after: string | null = null;
    do {
      const page = await directory.page(3, after);
      // None is empty, although most items are no users.
      expect(page.users.length).toBeGreaterThan(0);
      shown.push(...page.users.map(({ username }) => username));
      after = page.next;
      expect(after ?? 'anna0').toMatch(/^anna\d+$/);
    } while (after !== null && shown.length < 100);
    expect(shown.toSorted()).toEqual(users.map(({ username }) => username).toSorted());
  });

  it('begins anywhere among the users, and never among others', async () => {
    const { directory } = await storeOf([...others, toUserItem(aUser())]);
    const { users } = await directory.page(100, 'client#0');
    expect(users.every(({ username }) => username === 'johndoe')).toBe(true);
  });

  it('passes over an item that is no user, and says so', async () => {
    const { directory } = await storeOf([toItem({ pk: 'user#broken', userId: 'user:broken' })]);
    expect(await directory.page(10, null)).toEqual({ users: [], next: null, broken: 1 });
  });
});
