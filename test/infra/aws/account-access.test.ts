import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type {
  DynamoDBCall,
  DynamoDBOperations,
} from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { createDynamoDBUserChanges } from '../../../functions/adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserCreation } from '../../../functions/adapters/dynamodb/dynamodb-user-creation.ts';
import { createDynamoDBUserRemoval } from '../../../functions/adapters/dynamodb/dynamodb-user-removal.ts';
import { changePassword } from '../../../functions/core/sessions/end-sessions.ts';
import { AuthServiceStack } from '../../../infra/aws/auth-service-stack.ts';
import { dynamoDbAccess } from '../../../infra/local/iam/dynamodb-access.ts';
import { decideAccess } from '../../../infra/local/iam/policy-statement.ts';
import { readRoles } from '../../../infra/local/iam/role-policies.ts';
import { readStackTemplate } from '../../../infra/local/template/stack-template.ts';
import { aUser } from '../../fakes/session-samples.ts';
import { functionBundles } from './service-template.ts';

const john = aUser();
const pk = { S: 'user#johndoe' };

/** What the account function's role says of a call to the users table. */
function accountRole(selfRegistration: boolean) {
  const props = { functionBundles, selfRegistration };
  const synthesized = new AuthServiceStack(new App(), 'LatchkeyStack', props);
  const template = readStackTemplate(
    'LatchkeyStack',
    Template.fromStack(synthesized).toJSON() as never,
    (text) => text,
  );
  const table = {
    name: 'users',
    arn: template.attribute('UsersTable', 'Arn'),
    partitionKey: 'pk',
  };
  const role = template
    .ofType('AWS::IAM::Role')
    .find(({ logicalId }) => logicalId.includes('AccountFunction'));
  const arn = template.attribute(role?.logicalId ?? '', 'Arn');
  const statements = readRoles(template, [arn])[0]?.statements ?? [];
  return (operation: string, body: object): boolean =>
    dynamoDbAccess(operation, { TableName: 'users', ...body }, () => table).every(
      (request) => decideAccess(statements, request) === 'allowed',
    );
}

const [mayOpen, mayClosed] = [accountRole(true), accountRole(false)];

const asAccount: DynamoDBCall = async <Name extends keyof DynamoDBOperations>(
  operation: Name,
  input: DynamoDBOperations[Name]['input'],
) => {
  if (!mayOpen(operation, input)) throw new Error(`account may not call ${operation}`);
  return { held: true, output: {} };
};

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
