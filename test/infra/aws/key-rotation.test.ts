import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { resolveSettings } from '../../../infra/aws/constructs/token-service-settings.ts';
import { resourcesOf, serviceStack, serviceTemplate } from './service-template.ts';

const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';

test('the signing keys and the refresh-token keys are rotated by our function every 30 days', () => {
  const { service, stack } = serviceStack();
  const template = Template.fromStack(stack);
  template.resourceCountIs(SCHEDULE, 2);
  for (const secret of [service.keys.signingKeysSecret, service.keys.refreshTokenKeysSecret]) {
    template.hasResourceProperties(SCHEDULE, {
      SecretId: stack.resolve(secret.ref),
      RotationLambdaARN: stack.resolve(service.keys.keysFunction.functionArn),
      RotationRules: { AutomaticallyAfterDays: 30 },
    });
  }
});

test('no deploy rotates', () => {
  serviceTemplate().allResourcesProperties(SCHEDULE, { RotateImmediatelyOnUpdate: false });
});

test('Secrets Manager may call that function, for secrets of this account alone', () => {
  const { service, stack } = serviceStack();
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: stack.resolve(service.keys.keysFunction.functionArn),
    Principal: 'secretsmanager.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
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

test('the interval can be chosen', () => {
  serviceTemplate({ keyRotationInterval: Duration.days(7) }).allResourcesProperties(SCHEDULE, {
    RotationRules: Match.objectEquals({ AutomaticallyAfterDays: 7 }),
  });
});

test.each([
  [Duration.hours(12), 'from 86400 to 86400000 seconds; received 43200 seconds'],
  [Duration.days(1001), 'from 86400 to 86400000 seconds; received 86486400 seconds'],
  [Duration.hours(36), 'keyRotationInterval must be whole days; received 129600 seconds'],
])('an interval of %s is refused', (keyRotationInterval, message) => {
  expect(() => resolveSettings({ keyRotationInterval })).toThrow(message);
});
