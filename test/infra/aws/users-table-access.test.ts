import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type {
  DynamoDBCall,
  DynamoDBOperations,
} from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { createDynamoDBLoginCounters } from '../../../functions/adapters/dynamodb/dynamodb-login-counters.ts';
import { createDynamoDBUserChanges } from '../../../functions/adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserStore } from '../../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { logOutEverywhere } from '../../../functions/core/sessions/end-sessions.ts';
import { AuthServiceStack } from '../../../infra/aws/auth-service-stack.ts';
import { dynamoDbAccess } from '../../../infra/local/iam/dynamodb-access.ts';
import { decideAccess } from '../../../infra/local/iam/policy-statement.ts';
import { readRoles } from '../../../infra/local/iam/role-policies.ts';
import { readStackTemplate } from '../../../infra/local/template/stack-template.ts';
import { aUser } from '../../fakes/session-samples.ts';
import { functionBundles } from './service-template.ts';

const names = ['LoginFunction', 'RefreshFunction', 'SessionsFunction', 'UsersFunction'] as const;
type FunctionName = (typeof names)[number];

const john = aUser();
const pk = { S: 'user#johndoe' };

/** What the roles of a synthesized stack say of a call to the users table, as the local edition asks them. */
function usersTable() {
  const synthesized = new AuthServiceStack(new App(), 'LatchkeyStack', { functionBundles });
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
  const statementsOf = (name: FunctionName) => {
    const role = template
      .ofType('AWS::IAM::Role')
      .find(({ logicalId }) => logicalId.includes(name));
    const arn = template.attribute(role?.logicalId ?? '', 'Arn');
    return readRoles(template, [arn])[0]?.statements ?? [];
  };
  return (name: FunctionName, operation: string, body: object): boolean =>
    dynamoDbAccess(operation, { TableName: 'users', ...body }, () => table).every(
      (request) => decideAccess(statementsOf(name), request) === 'allowed',
    );
}

const mayCall = usersTable();

/** Makes the stores' own calls, as these functions make them; throws at one that is refused. */
const asFunction =
  (name: FunctionName): DynamoDBCall =>
  async <Name extends keyof DynamoDBOperations>(
    operation: Name,
    input: DynamoDBOperations[Name]['input'],
  ) => {
    if (!mayCall(name, operation, input)) throw new Error(`${name} may not call ${operation}`);
    return { held: true, output: {} };
  };

const setting = (expression: string, names_: Record<string, string>, more: object = {}) => ({
  Key: { pk },
  UpdateExpression: expression,
  ExpressionAttributeNames: names_,
  ExpressionAttributeValues: { ':v': { S: 'x' } },
  ...more,
});

describe('what the functions do', () => {
  test('login reads users whole, and rehashes a password', async () => {
    const users = createDynamoDBUserStore(asFunction('LoginFunction'), 'users');
    expect(await users.find('johndoe')).toBeNull();
    const change = { username: 'johndoe', verifiedHash: 'a', newHash: 'b', now: 1 };
    expect(await users.rehash(change)).toBe(true);
  });

  test('login counts tries', async () => {
    const counters = createDynamoDBLoginCounters(asFunction('LoginFunction'), 'users');
    const count = { tries: 1, startedAt: 1, triedAt: 1 };
    const free = { now: 1, freeTries: 1, forgottenSince: 0, keptUntil: 1 };
    expect(await counters.addFree('hash', free)).toBe(true);
    expect(await counters.read('hash')).toBeNull();
    expect(await counters.replace('hash', count, count, 1)).toBe(true);
    await counters.giveBack('hash');
  });

  test.each(['RefreshFunction', 'SessionsFunction', 'UsersFunction'] as const)(
    '%s reads users without the hash',
    async (name) => {
      const users = createDynamoDBUserStore(asFunction(name), 'users', {
        withoutPasswordHash: true,
      });
      expect(await users.find('johndoe')).toBeNull();
    },
  );

  test('sessions raises the epoch', async () => {
    const changes = createDynamoDBUserChanges(asFunction('SessionsFunction'), 'users');
    for (const step of logOutEverywhere(john, 1)) {
      if (step.step !== 'change_user') continue;
      expect(await changes.change('johndoe', step.when, step.set)).toBe(true);
    }
    expect.assertions(1);
  });
});

describe('what nobody can do with their keys', () => {
  test.each(names)('%s: read an item that is no user', (name) => {
    const read = { Key: { pk: { S: 'client#orders' } }, ProjectionExpression: 'epoch' };
    expect(mayCall(name, 'GetItem', read)).toBe(false);
    expect(mayCall(name, 'GetItem', { ...read, Key: { pk } })).toBe(true);
  });

  test.each(names.slice(1))('%s: read the hash', (name) => {
    expect(mayCall(name, 'GetItem', { Key: { pk } })).toBe(false);
    expect(mayCall(name, 'GetItem', { Key: { pk }, ProjectionExpression: 'passwordHash' })).toBe(
      false,
    );
    for (const operation of ['Query', 'Scan', 'PutItem', 'DeleteItem']) {
      expect(mayCall(name, operation, { Key: { pk } })).toBe(false);
    }
  });

  test.each(['scopes', 'roles', 'userId', 'disabled', 'email', 'passwordHash'])(
    'sessions: write %s, or ask for it in a condition',
    (attribute) => {
      const [plain, conditional] = [
        setting('SET #a = :v', { '#a': attribute }),
        setting(
          'SET #a = :v',
          { '#a': 'epoch', '#b': attribute },
          { ConditionExpression: 'begins_with(#b, :v)' },
        ),
      ];
      expect(mayCall('SessionsFunction', 'UpdateItem', plain)).toBe(false);
      expect(mayCall('SessionsFunction', 'UpdateItem', conditional)).toBe(false);
    },
  );

  test.each(['scopes', 'roles', 'userId', 'disabled', 'epoch'])('login: write %s', (attribute) => {
    expect(
      mayCall('LoginFunction', 'UpdateItem', setting('SET #a = :v', { '#a': attribute })),
    ).toBe(false);
  });

  test('anybody but login: touch a counter of tries, and login: put anything else into one', () => {
    const counter = { Key: { pk: { S: 'throttle#hash' } } };
    const reset = setting('SET #a = :v', { '#a': 'tries' }, counter);
    for (const name of names) {
      const isLogin = name === 'LoginFunction';
      expect(mayCall(name, 'UpdateItem', reset)).toBe(isLogin);
      expect(mayCall(name, 'GetItem', { ...counter, ProjectionExpression: 'pk' })).toBe(isLogin);
      expect(mayCall(name, 'DeleteItem', counter)).toBe(false);
    }
    for (const attribute of ['passwordHash', 'userId', 'epoch']) {
      const smuggled = setting('SET #a = :v', { '#a': attribute }, counter);
      expect(mayCall('LoginFunction', 'UpdateItem', smuggled)).toBe(false);
    }
    const onUser = setting('SET #a = :v', { '#a': 'tries' });
    expect(mayCall('LoginFunction', 'UpdateItem', onUser)).toBe(false);
  });

  test.each(['LoginFunction', 'SessionsFunction'] as const)(
    '%s: make an item that is no user, or have the item returned that it wrote to',
    (name) => {
      const may = (more: object) =>
        mayCall(name, 'UpdateItem', setting('SET #a = :v', { '#a': 'updatedAt' }, more));
      expect(may({})).toBe(true);
      expect(may({ Key: { pk: { S: 'client#evil' } } })).toBe(false);
      for (const ReturnValues of ['ALL_NEW', 'ALL_OLD', 'UPDATED_OLD']) {
        expect(may({ ReturnValues })).toBe(false);
      }
    },
  );
});
