/* oxlint-disable jest/expect-expect -- the template's own assertions throw */
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import { functionBundles, resourceOf, serviceStack, serviceTemplate } from './service-template.ts';

const pk = { name: 'pk', type: AttributeType.STRING };
const sk = { name: 'sk', type: AttributeType.STRING };

test('the tables are paid by request, restorable, protected, and forget what has expired', () => {
  const template = serviceTemplate();
  template.resourceCountIs('AWS::DynamoDB::Table', 2);
  template.allResourcesProperties('AWS::DynamoDB::Table', {
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    GlobalSecondaryIndexes: Match.absent(),
  });
  template.allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain' });
});

const keysOf = (table: ITable) => resourceOf(table).Properties['KeySchema'];

test('the keys are those that the functions use', () => {
  const { service } = serviceStack();
  expect(keysOf(service.usersTable)).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
  expect(keysOf(service.refreshTokensTable)).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ]);
});

test('tables, secrets and logs go with the stack where that is wanted', () => {
  const template = serviceTemplate({ removalPolicy: RemovalPolicy.DESTROY });
  template.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  for (const type of [
    'AWS::DynamoDB::Table',
    'AWS::SecretsManager::Secret',
    'AWS::Logs::LogGroup',
  ]) {
    template.allResources(type, { DeletionPolicy: 'Delete' });
  }
});

test('tables that exist are used and not made', () => {
  const app = new App();
  const data = new Stack(app, 'Data');
  const users = new Table(data, 'Users', { partitionKey: pk }) as ITable;
  const refreshTokensTable = Table.fromTableName(data, 'Imported', 'sessions');
  const stack = new Stack(app, 'Stack');
  const service = new TokenService(stack, 'Tokens', {
    functionBundles,
    usersTable: users,
    refreshTokensTable,
  });
  expect(service.usersTable).toBe(users);
  Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::Table', 0);
  const variables = resourceOf(service.loginFunction).Properties['Environment'];
  expect(variables).toMatchObject({ Variables: { REFRESH_TOKENS_TABLE_NAME: 'sessions' } });
});

test('a table with other keys is refused', () => {
  const tables = new Stack(new App(), 'Data');
  const sorted = new Table(tables, 'Sorted', { partitionKey: pk, sortKey: sk }) as ITable;
  expect(() => serviceStack({ usersTable: sorted })).toThrow(
    'usersTable must have the key pk (S); received pk (S), sk (S)',
  );
  const plain = new Table(tables, 'Plain', { partitionKey: pk }) as ITable;
  expect(() => serviceStack({ refreshTokensTable: plain })).toThrow(
    'refreshTokensTable must have the key pk (S), sk (S); received pk (S)',
  );
});

test('the three secrets are created empty', () => {
  const template = serviceTemplate();
  template.resourceCountIs('AWS::SecretsManager::Secret', 3);
  template.allResourcesProperties('AWS::SecretsManager::Secret', {
    SecretString: Match.absent(),
    GenerateSecretString: Match.absent(),
  });
  template.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
});

test('the first keys are made by our own function, within two minutes', () => {
  const { service, stack } = serviceStack({ signingAlgorithm: 'EdDSA' });
  Template.fromStack(stack).hasResourceProperties('Custom::LatchkeyKeys', {
    ServiceToken: stack.resolve(service.keys.keysFunction.functionArn),
    ServiceTimeout: '120',
    SigningAlgorithm: 'EdDSA',
  });
});

test('the keys are brought into order again when a lifetime changes', () => {
  const template = serviceTemplate({
    accessTokenTtl: Duration.minutes(5),
    refreshTokenIdleTtl: Duration.days(1),
    refreshTokenAbsoluteTtl: Duration.days(2),
  });
  template.hasResourceProperties('Custom::LatchkeyKeys', {
    AccessTokenTtlSeconds: '300',
    RefreshTokenAbsoluteTtlSeconds: '172800',
  });
});

test('a customer’s key encrypts tables and secrets, and each function may use it as it must', () => {
  const app = new App();
  const keys = new Stack(app, 'Keys');
  const encryptionKey = new Key(keys, 'Key');
  const stack = new Stack(app, 'Stack');
  const service = new TokenService(stack, 'Tokens', { functionBundles, encryptionKey });
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::DynamoDB::Table', {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
  });
  template.allResourcesProperties('AWS::SecretsManager::Secret', { KmsKeyId: Match.anyValue() });
  const kmsActions = (name: 'authorizerFunction' | 'loginFunction') => {
    const role = stack.resolve(service[name].role?.roleName) as unknown;
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    const own = policies.filter(({ Properties }) => equal(Properties.Roles, [role]));
    const statements = own.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    return new Set(
      statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('kms:')),
    );
  };
  expect(kmsActions('authorizerFunction')).toEqual(new Set(['kms:Decrypt']));
  expect(kmsActions('loginFunction')).toEqual(new Set(['kms:Decrypt', 'kms:GenerateDataKey']));
});

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
