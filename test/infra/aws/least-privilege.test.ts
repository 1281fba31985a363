import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { AuthFunction } from '../../../infra/aws/constructs/auth-function.ts';
import type { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import type { TokenServiceProps } from '../../../infra/aws/constructs/token-service-props.ts';
import { SESSION_CHECK_ATTRIBUTES } from '../../../functions/core/tables.ts';
import { logicalIdOf, serviceStack } from './service-template.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const LOGS = 'own logs: logs:CreateLogStream logs:PutLogEvents';
/** Which X-Ray can't limit to a resource. */
const TRACES = '"*": xray:PutTelemetryRecords xray:PutTraceSegments';

/** @returns `resource: action action …`, one a statement and resource */
function grantsOf(grantee: AuthFunction, service: TokenService): string[] {
  const names = new Map(
    Object.entries({
      users: service.usersTable,
      'refresh tokens': service.refreshTokensTable,
      'signing keys': service.keys.signingKeysSecret,
      'refresh-token keys': service.keys.refreshTokenKeysSecret,
      'key set': service.keys.keySetSecret,
      'own logs': grantee.logGroup,
    }).map(([name, construct]) => [logicalIdOf(construct as never), name]),
  );
  return statementsOf(grantee).flatMap(({ Action, Resource }) =>
    [Resource].flat().map((resource) => {
      const [id = ''] = /Tokens\w+/.exec(JSON.stringify(resource)) ?? [];
      return `${names.get(id) ?? JSON.stringify(resource)}: ${[Action].flat().toSorted().join(' ')}`;
    }),
  );
}

function statementsOf(grantee: AuthFunction): readonly Statement[] {
  const stack = Stack.of(grantee);
  const role = JSON.stringify([stack.resolve(grantee.role?.roleName)]);
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const own = policies.filter(({ Properties }) => JSON.stringify(Properties.Roles) === role);
  expect(own).toHaveLength(1);
  return own.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
}

/** Clients stand in the users' table; who may read them is tested below. */
const CLIENTS = 'users: dynamodb:GetItem';

const service = (props: TokenServiceProps = {}) => serviceStack(props).service;

test('login', () => {
  const tokens = service();
  expect(grantsOf(tokens.loginFunction, tokens).toSorted()).toEqual([
    TRACES,
    LOGS,
    'refresh tokens: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem',
    'refresh-token keys: secretsmanager:GetSecretValue',
    'signing keys: secretsmanager:GetSecretValue',
    CLIENTS,
    // Once for users, and once for the counters of tries.
    'users: dynamodb:GetItem',
    'users: dynamodb:GetItem',
    'users: dynamodb:UpdateItem',
    'users: dynamodb:UpdateItem',
  ]);
});

test('refresh', () => {
  const tokens = service();
  expect(grantsOf(tokens.refreshFunction, tokens).toSorted()).toEqual([
    TRACES,
    LOGS,
    'refresh tokens: dynamodb:GetItem dynamodb:UpdateItem',
    'refresh-token keys: secretsmanager:GetSecretValue',
    'signing keys: secretsmanager:GetSecretValue',
    CLIENTS,
    'users: dynamodb:GetItem',
  ]);
});

test('users', () => {
  const tokens = service();
  expect(grantsOf(tokens.usersFunction, tokens).toSorted()).toEqual([
    TRACES,
    LOGS,
    'users: dynamodb:GetItem',
  ]);
});

test('revoke judges tokens, and can make none', () => {
  const tokens = service();
  expect(grantsOf(tokens.revokeFunction, tokens).toSorted()).toEqual([
    TRACES,
    'key set: secretsmanager:GetSecretValue',
    LOGS,
    'refresh tokens: dynamodb:GetItem dynamodb:UpdateItem',
    'refresh-token keys: secretsmanager:GetSecretValue',
    CLIENTS,
  ]);
});

test.each([['immediate'], ['on-expiry']] as const)(
  'introspect reads what the session check reads, even where that is %s',
  (sessionCheck) => {
    const tokens = service({ sessionCheck });
    expect(grantsOf(tokens.introspectFunction, tokens).toSorted()).toEqual([
      TRACES,
      'key set: secretsmanager:GetSecretValue',
      LOGS,
      'refresh tokens: dynamodb:BatchGetItem',
      'users: dynamodb:BatchGetItem',
    ]);
    const [read] = statementsOf(tokens.introspectFunction).filter(({ Condition }) => Condition);
    expect(JSON.stringify(read?.Condition)).toContain('SPECIFIC_ATTRIBUTES');
    expect(JSON.stringify(read?.Condition)).not.toContain('passwordHash');
  },
);

test('sessions', () => {
  const tokens = service();
  expect(grantsOf(tokens.sessionsFunction, tokens).toSorted()).toEqual([
    TRACES,
    LOGS,
    'refresh tokens: dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem',
    'users: dynamodb:GetItem',
    'users: dynamodb:UpdateItem',
  ]);
});

test.each(['loginFunction', 'refreshFunction', 'revokeFunction'] as const)(
  '%s reads clients by their own keys, and no user by the way',
  (name) => {
    const grants = statementsOf(service()[name]).map(({ Condition }) => JSON.stringify(Condition));
    const [clients, ...others] = grants.filter((grant) => grant?.includes('client#*'));
    expect(others).toEqual([]);
    expect(clients).toContain('SPECIFIC_ATTRIBUTES');
    expect(clients).toContain('secretHash');
    expect(clients).not.toContain('user#');
    expect(clients).not.toContain('passwordHash');
  },
);

test.each([
  [true, ['users: dynamodb:PutItem']],
  [false, []],
])('account, where selfRegistration is %s', (selfRegistration, making) => {
  const tokens = service({ selfRegistration });
  expect(grantsOf(tokens.accountFunction, tokens).toSorted()).toEqual(
    [
      TRACES,
      LOGS,
      'refresh tokens: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem',
      'users: dynamodb:DeleteItem',
      'users: dynamodb:GetItem',
      'users: dynamodb:GetItem',
      'users: dynamodb:UpdateItem',
      'users: dynamodb:UpdateItem',
      'users: dynamodb:UpdateItem',
      ...making,
    ].toSorted(),
  );
});

test('admin, which may look through all users and read no hash', () => {
  const tokens = service();
  const admin = tokens.adminFunction as AuthFunction;
  expect(grantsOf(admin, tokens).toSorted()).toEqual([
    TRACES,
    LOGS,
    'refresh tokens: dynamodb:DeleteItem dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem',
    'users: dynamodb:DeleteItem',
    'users: dynamodb:GetItem',
    'users: dynamodb:PutItem',
    'users: dynamodb:Scan',
    'users: dynamodb:UpdateItem',
  ]);
  expect(service({ adminApi: false }).adminFunction).toBeUndefined();
});

test('metadata', () => {
  const tokens = service();
  expect(grantsOf(tokens.metadataFunction, tokens).toSorted()).toEqual([
    TRACES,
    'key set: secretsmanager:GetSecretValue',
    LOGS,
  ]);
});

test('keys, and nobody else, writes secrets', () => {
  const tokens = service();
  const write =
    'secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:PutSecretValue secretsmanager:UpdateSecretVersionStage';
  expect(grantsOf(tokens.keys.keysFunction, tokens).toSorted()).toEqual([
    TRACES,
    `key set: ${write}`,
    LOGS,
    `refresh-token keys: ${write}`,
    `signing keys: ${write}`,
  ]);
});

describe('the authorizer', () => {
  test('reads the key set and sessions, and no private key', () => {
    const tokens = service();
    expect(grantsOf(tokens.authorizerFunction, tokens).toSorted()).toEqual([
      TRACES,
      'key set: secretsmanager:GetSecretValue',
      LOGS,
      'refresh tokens: dynamodb:BatchGetItem',
      'users: dynamodb:BatchGetItem',
    ]);
  });

  test('reads of a session and its user only what the check needs', () => {
    const [read] = statementsOf(service().authorizerFunction).filter(({ Condition }) => Condition);
    const condition = read?.Condition as Record<string, Record<string, unknown>>;
    const allowed = condition['ForAllValues:StringEquals']?.['dynamodb:Attributes'] as string[];
    expect(new Set(allowed)).toEqual(new Set(Object.values(SESSION_CHECK_ATTRIBUTES).flat()));
    expect(allowed).not.toContain('passwordHash');
    expect(allowed).not.toContain('secretHash');
    expect(condition['StringEquals']).toEqual({ 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' });
  });

  test('reads no table when sessions are not checked', () => {
    const tokens = service({ sessionCheck: 'on-expiry' });
    expect(grantsOf(tokens.authorizerFunction, tokens).toSorted()).toEqual([
      TRACES,
      'key set: secretsmanager:GetSecretValue',
      LOGS,
    ]);
  });
});

test('no role has a managed policy, a wildcard, or another principal than Lambda', () => {
  const template = Template.fromStack(serviceStack().stack);
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(JSON.stringify(Properties.AssumeRolePolicyDocument)).toContain('lambda.amazonaws.com');
  }
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const statements = Properties.PolicyDocument.Statement as readonly Statement[];
    const others = statements.filter(({ Action }) => !String(Action).startsWith('xray:'));
    expect(others.length).toBe(statements.length - 1);
    for (const { Action, Resource } of others) {
      expect(JSON.stringify([Action, Resource])).not.toContain('*');
    }
  }
});
