/* oxlint-disable jest/expect-expect -- the template's own assertions throw */
import { App, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AuthServiceStack } from '../../../infra/aws/auth-service-stack.ts';
import { functionBundles } from './service-template.ts';

const templateOf = (props = {}): Template =>
  Template.fromStack(new AuthServiceStack(new App(), 'Stack', { functionBundles, ...props }));

let template: Template;
beforeAll(() => {
  template = templateOf();
});

test.each([
  ['AccountFunction', 'AWS::Lambda::Function'],
  ['AuthorizerFunction', 'AWS::Lambda::Function'],
  ['DocsFunction', 'AWS::Lambda::Function'],
  ['IntrospectFunction', 'AWS::Lambda::Function'],
  ['KeysFunction', 'AWS::Lambda::Function'],
  ['LoginFunction', 'AWS::Lambda::Function'],
  ['MetadataFunction', 'AWS::Lambda::Function'],
  ['RefreshFunction', 'AWS::Lambda::Function'],
  ['RevokeFunction', 'AWS::Lambda::Function'],
  ['SessionsFunction', 'AWS::Lambda::Function'],
  ['UsersFunction', 'AWS::Lambda::Function'],
  ['UsersTable', 'AWS::DynamoDB::Table'],
  ['RefreshTokensTable', 'AWS::DynamoDB::Table'],
  ['SigningKeysSecret', 'AWS::SecretsManager::Secret'],
  ['RefreshTokenKeysSecret', 'AWS::SecretsManager::Secret'],
  ['KeySetSecret', 'AWS::SecretsManager::Secret'],
])('%s keeps its logical id', (logicalId, type) => {
  expect(template.findResources(type)).toHaveProperty([logicalId]);
});

test('the outputs keep their names', () => {
  expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual([
    'ApiUrl',
    'DocsUrl',
    'IntrospectionUrl',
    'IssuerUrl',
    'JwksUrl',
    'KeySetSecretArn',
    'KeysFunctionName',
    'RefreshTokenKeysSecretArn',
    'RefreshTokensTableName',
    'RefreshUrl',
    'RevocationUrl',
    'SigningKeysSecretArn',
    'TokenUrl',
    'UsersTableName',
    'WorstCaseSecondsAfterDisabling',
    'WorstCaseSecondsAfterExpiry',
    'WorstCaseSecondsAfterKeyRetirement',
    'WorstCaseSecondsAfterLogout',
  ]);
});

/** @returns the outputs about worst cases, each as `AfterLogout 60` */
const secondsOf = (stack: Template): string[] =>
  Object.entries(stack.findOutputs('*'))
    .filter(([name]) => name.startsWith('WorstCase'))
    .map(([name, { Value }]) => `${name.replace('WorstCaseSeconds', '')} ${String(Value)}`);

test('the outputs say how soon a token is refused, by the settings', () => {
  expect(secondsOf(template).toSorted()).toEqual([
    'AfterDisabling 60',
    'AfterExpiry 65',
    'AfterKeyRetirement 420',
    'AfterLogout 60',
  ]);
  const other = templateOf({ authorizerCacheTtl: Duration.seconds(5), sessionCheck: 'on-expiry' });
  expect(secondsOf(other)).toContain('AfterLogout 910');
});

test('the demo route needs its scope', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        ROUTES: JSON.stringify([
          ['GET', '/admin/users', ['users:admin']],
          ['POST', '/admin/users', ['users:admin']],
          ['DELETE', '/admin/users/{proxy+}', ['users:admin']],
          ['GET', '/admin/users/{proxy+}', ['users:admin']],
          ['PATCH', '/admin/users/{proxy+}', ['users:admin']],
          ['POST', '/admin/users/{proxy+}', ['users:admin']],
          ['PUT', '/admin/users/{proxy+}', ['users:admin']],
          ['POST', '/introspect', ['tokens:introspect']],
          ['GET', '/users/me', []],
          ['PATCH', '/users/me', []],
          ['POST', '/users/me/erasure', []],
          ['GET', '/users/me/export', []],
          ['GET', '/users/me/items', ['items:read']],
          ['POST', '/users/me/password', []],
          ['DELETE', '/users/me/sessions', []],
          ['GET', '/users/me/sessions', []],
          ['DELETE', '/users/me/sessions/{id}', []],
        ]),
      }),
    },
  });
});

test('settings and stack properties reach the service', () => {
  const other = templateOf({ removalPolicy: RemovalPolicy.DESTROY, description: 'staging' });
  other.templateMatches({ Description: 'staging' });
  other.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
});

test('a list of scopes of the owner’s own leaves the demo route in peace', () => {
  const metadata = templateOf({ scopesSupported: ['orders:read'] });
  metadata.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ SCOPES_SUPPORTED: 'items:read,orders:read' }) },
  });
});
