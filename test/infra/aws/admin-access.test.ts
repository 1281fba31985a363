import { createDynamoDBUserChanges } from '../../../functions/adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserCreation } from '../../../functions/adapters/dynamodb/dynamodb-user-creation.ts';
import { createDynamoDBUserDirectory } from '../../../functions/adapters/dynamodb/dynamodb-user-directory.ts';
import { createDynamoDBUserRemoval } from '../../../functions/adapters/dynamodb/dynamodb-user-removal.ts';
import { createDynamoDBUserStore } from '../../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { administer } from '../../../functions/core/sessions/end-sessions.ts';
import { aUser } from '../../fakes/session-samples.ts';
import { callingAs, roleAccess } from './role-access.ts';

const may = roleAccess('AdminFunction');
const asAdmin = callingAs(may);
const john = aUser();
const Key = { pk: { S: 'user#johndoe' } };

test('admin lists, reads, makes, changes and deletes users', async () => {
  const store = createDynamoDBUserStore(asAdmin, 'users', { withoutPasswordHash: true });
  expect(await store.find('johndoe')).toBeNull();
  const page = await createDynamoDBUserDirectory(asAdmin, 'users').page(50, 'johndoe');
  expect(page.users).toEqual([]);
  expect(await createDynamoDBUserCreation(asAdmin, 'users').create(john)).toBe(true);
  expect(await createDynamoDBUserRemoval(asAdmin, 'users').remove(john)).toBe(true);
  const { userId: _id, username: _name, createdAt: _created, ...all } = john;
  const [step] = administer(john, { set: { ...all, email: null }, ends: 'disabled' }, 1);
  if (step?.step !== 'change_user') throw new Error('the user goes first');
  const changes = createDynamoDBUserChanges(asAdmin, 'users');
  expect(await changes.change('johndoe', step.when, step.set)).toBe(true);
});

test.each(['GetItem', 'Scan'])('admin reads no hash by %s, and nothing unnamed', (operation) => {
  const read = { ...(operation === 'GetItem' && { Key }) };
  expect(may(operation, { ...read, ProjectionExpression: 'pk, epoch' })).toBe(true);
  expect(may(operation, read)).toBe(false);
  for (const attribute of ['passwordHash', 'secretHash', 'previousSecretHash']) {
    expect(may(operation, { ...read, ProjectionExpression: `pk, ${attribute}` })).toBe(false);
  }
});

test('admin can not guess a hash by a filter, nor have the table counted by one', () => {
  const filter = {
    ProjectionExpression: 'pk',
    FilterExpression: 'begins_with(passwordHash, :v)',
    ExpressionAttributeValues: { ':v': { S: '$argon2id' } },
  };
  expect(may('Scan', filter)).toBe(false);
  expect(may('Scan', { Select: 'COUNT' })).toBe(false);
  expect(may('Scan', { Select: 'ALL_ATTRIBUTES' })).toBe(false);
});

test('admin touches nothing in the table but users, and gets no item back for a write', () => {
  const client = { pk: { S: 'client#orders' } };
  const setting = {
    UpdateExpression: 'SET #a = :v',
    ExpressionAttributeNames: { '#a': 'scopes' },
    ExpressionAttributeValues: { ':v': { L: [] } },
  };
  expect(may('UpdateItem', { Key, ...setting })).toBe(true);
  expect(may('UpdateItem', { Key: client, ...setting })).toBe(false);
  expect(may('UpdateItem', { Key, ...setting, ReturnValues: 'ALL_NEW' })).toBe(false);
  expect(may('GetItem', { Key: client, ProjectionExpression: 'pk' })).toBe(false);
  expect(may('PutItem', { Item: client })).toBe(false);
  expect(may('DeleteItem', { Key: client })).toBe(false);
  expect(may('DeleteItem', { Key, ReturnValues: 'ALL_OLD' })).toBe(false);
  expect(may('Query', { Key })).toBe(false);
});
