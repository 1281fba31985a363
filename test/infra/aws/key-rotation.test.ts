import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { resolveSettings } from '../../../infra/aws/constructs/token-service-settings.ts';
import { SIGNING_KEYS_DESCRIPTION } from '../../../infra/cli/keys/stack-keys.ts';
import { resourcesOf, serviceStack, serviceTemplate } from './service-template.ts';

const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';

const schedulesOf = (template: Template) =>
  Object.values(template.findResources(SCHEDULE)).map(({ Properties }) => Properties as unknown);

test('the signing keys and the refresh-token keys are rotated by our function every 30 days, and by no deploy', () => {
  const { service, stack } = serviceStack();
  const { signingKeysSecret, refreshTokenKeysSecret, keysFunction } = service.keys;
  expect(schedulesOf(Template.fromStack(stack))).toEqual(
    [signingKeysSecret, refreshTokenKeysSecret].map((secret) => ({
      SecretId: stack.resolve(secret.ref) as unknown,
      RotationLambdaARN: stack.resolve(keysFunction.functionArn) as unknown,
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediatelyOnUpdate: false,
    })),
  );
});

test('Secrets Manager may call that function, for secrets of this account alone', () => {
  const { service, stack } = serviceStack();
  const permissions = Template.fromStack(stack).findResources('AWS::Lambda::Permission', {
    Properties: { Principal: 'secretsmanager.amazonaws.com' },
  });
  expect(Object.values(permissions).map(({ Properties }) => Properties as unknown)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: stack.resolve(service.keys.keysFunction.functionArn) as unknown,
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test('a schedule begins when there are keys and Secrets Manager may call', () => {
  const template = serviceTemplate();
  const resources = resourcesOf(template);
  const [firstKeys] = Object.keys(template.findResources('Custom::LatchkeyKeys'));
  const [permission] = Object.keys(
    template.findResources('AWS::Lambda::Permission', {
      Properties: { Principal: 'secretsmanager.amazonaws.com' },
    }),
  );
  const schedules = Object.values(resources).filter(({ Type }) => Type === SCHEDULE);
  for (const { DependsOn } of schedules) {
    expect(DependsOn).toEqual(expect.arrayContaining([firstKeys, permission]));
  }
  expect(schedules).toHaveLength(2);
});

test('an operator finds the function by the description of the secret that it rotates', () => {
  const { service, stack } = serviceStack();
  const secrets = Template.fromStack(stack).findResources('AWS::SecretsManager::Secret');
  const described = Object.entries(secrets).filter(([, { Properties }]) =>
    String(Properties.Description).startsWith(SIGNING_KEYS_DESCRIPTION),
  );
  expect(described.map(([logicalId]) => ({ Ref: logicalId }))).toEqual([
    stack.resolve(service.keys.signingKeysSecret.ref),
  ]);
});

test('the interval can be chosen', () => {
  const template = serviceTemplate({ keyRotationInterval: Duration.days(7) });
  expect(schedulesOf(template)).toMatchObject([
    { RotationRules: { AutomaticallyAfterDays: 7 } },
    { RotationRules: { AutomaticallyAfterDays: 7 } },
  ]);
});

test.each([
  [Duration.hours(12), 'from 86400 to 86400000 seconds; received 43200 seconds'],
  [Duration.days(1001), 'from 86400 to 86400000 seconds; received 86486400 seconds'],
  [Duration.hours(36), 'keyRotationInterval must be whole days; received 129600 seconds'],
])('an interval of %s is refused', (keyRotationInterval, message) => {
  expect(() => resolveSettings({ keyRotationInterval })).toThrow(message);
});
