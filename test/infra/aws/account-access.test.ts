import { createDynamoDBUserChanges } from '../../../functions/adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserCreation } from '../../../functions/adapters/dynamodb/dynamodb-user-creation.ts';
import { createDynamoDBUserRemoval } from '../../../functions/adapters/dynamodb/dynamodb-user-removal.ts';
import { changePassword } from '../../../functions/core/sessions/end-sessions.ts';
import { aUser } from '../../fakes/session-samples.ts';
import { callingAs, roleAccess } from './role-access.ts';

const john = aUser();
const pk = { S: 'user#johndoe' };

const accountRole = (selfRegistration: boolean) =>
  roleAccess('AccountFunction', { selfRegistration });

const [mayOpen, mayClosed] = [accountRole(true), accountRole(false)];

const asAccount = callingAs(mayOpen);

const setting = (attribute: string, more: object = {}) => ({
  Key: { pk },
  UpdateExpression: 'SET #a = :v',
  ExpressionAttributeNames: { '#a': attribute },
  ExpressionAttributeValues: { ':v': { S: 'x' } },
  ...more,
});

test('account makes, changes and deletes users', async () => {
  const changes = createDynamoDBUserChanges(asAccount, 'users');
  const [step] = changePassword(john, 'hash', null, 1);
  if (step?.step !== 'change_user') throw new Error('the user goes first');
  expect(await changes.change('johndoe', step.when, step.set)).toBe(true);
  const contact = { email: null, fullName: 'Jo', updatedAt: 1 };
  const { userId, epoch } = john;
  expect(await changes.change('johndoe', { userId, epoch }, contact)).toBe(true);
  expect(await createDynamoDBUserCreation(asAccount, 'users').create(john)).toBe(true);
  expect(await createDynamoDBUserRemoval(asAccount, 'users').remove(john)).toBe(true);
});

test('nobody is made where nobody may sign up', () => {
  const put = { Item: { pk, userId: { S: 'user:1' } } };
  expect([mayOpen('PutItem', put), mayClosed('PutItem', put)]).toEqual([true, false]);
});

test.each(['scopes', 'roles', 'disabled', 'username', 'createdAt'])(
  'account can not write %s of a user who is there',
  (attribute) => {
    expect(mayOpen('UpdateItem', setting(attribute))).toBe(false);
  },
);

test('account touches nothing in the table but users, and gets no item back for a write', () => {
  const client = { S: 'client#orders' };
  expect(mayOpen('GetItem', { Key: { pk: client } })).toBe(false);
  expect(mayOpen('PutItem', { Item: { pk: client } })).toBe(false);
  expect(mayOpen('DeleteItem', { Key: { pk: client } })).toBe(false);
  expect(mayOpen('UpdateItem', setting('email', { Key: { pk: client } }))).toBe(false);
  expect(mayOpen('UpdateItem', setting('email', { ReturnValues: 'ALL_NEW' }))).toBe(false);
  expect(mayOpen('DeleteItem', { Key: { pk }, ReturnValues: 'ALL_OLD' })).toBe(false);
  for (const operation of ['Query', 'Scan']) expect(mayOpen(operation, {})).toBe(false);
});
