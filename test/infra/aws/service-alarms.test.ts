import { App, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { resolveSettings } from '../../../infra/aws/constructs/token-service-settings.ts';
import { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import {
  functionBundles,
  logicalIdOf,
  resourceOf,
  serviceStack,
  serviceTemplate,
} from './service-template.ts';

interface AlarmProperties {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic: string;
  readonly Period: number;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly AlarmDescription: string;
  readonly AlarmName?: string;
  readonly AlarmActions?: readonly unknown[];
}

const alarmsOf = (template: Template): readonly AlarmProperties[] =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties as AlarmProperties,
  );

/** `metric dimension/dimension: so many, so many periods in a row` */
const ruleOf = (alarm: AlarmProperties): string => {
  const values = alarm.Dimensions.toSorted((a, b) => a.Name.localeCompare(b.Name)).map(
    ({ Value }) => (typeof Value === 'string' ? Value : 'Ref'),
  );
  return `${alarm.MetricName} ${values.join('/')}: ${alarm.Threshold}, ${alarm.EvaluationPeriods}`;
};

describe('the alarms of a service', () => {
  let alarms: readonly AlarmProperties[];
  beforeAll(() => {
    alarms = alarmsOf(serviceTemplate());
  });

  test('are on what somebody has to hear of, and on no everyday refusal', () => {
    expect(alarms.map(ruleOf).toSorted()).toEqual(
      [
        'SecurityEvents refresh_alarm/theft: 1, 1',
        'SecurityEvents refresh_alarm/restored: 1, 1',
        'SecurityEvents refresh_refused/held_back: 5, 1',
        'SecurityEvents key_set_unavailable/stale_but_used: 1, 3',
        'SecurityEvents key_set_unavailable/failed_closed: 1, 1',
        'SecurityEvents key_ring_unavailable/failed_closed: 3, 1',
        'SecurityEvents authorizer_failed/not_judged: 1, 1',
        'Errors Ref: 1, 1',
        'Errors Ref: 5, 1',
        'Errors Ref: 5, 1',
        'Throttles Ref: 5, 1',
        'Throttles Ref: 5, 1',
        'Throttles Ref: 5, 1',
        '5XXError Stack-Tokens/Ref: 10, 2',
      ].toSorted(),
    );
  });

  test('count what the functions count: the same namespace, sums of five minutes', () => {
    const events = alarms.filter(({ MetricName }) => MetricName === 'SecurityEvents');
    const { service } = serviceStack();
    const { Variables } = resourceOf(service.refreshFunction).Properties['Environment'] as {
      Variables: Record<string, string>;
    };
    for (const { Namespace, Dimensions } of events) {
      expect(Namespace).toBe(Variables['METRICS_NAMESPACE']);
      expect(Dimensions.map(({ Name }) => Name).toSorted()).toEqual(['event', 'reason']);
    }
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        Statistic: 'Sum',
        Period: 300,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      });
    }
  });

  test('watch login, refresh and keys by Lambda’s own metrics, the authorizer not by its errors', () => {
    const { stack, service } = serviceStack();
    const watched = (metric: string) =>
      alarmsOf(Template.fromStack(stack))
        .filter(({ MetricName }) => MetricName === metric)
        .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => (Value as { Ref: string }).Ref))
        .toSorted();
    const { loginFunction, refreshFunction, authorizerFunction, keys } = service;
    const ids = [loginFunction, refreshFunction].map(logicalIdOf);
    expect(watched('Errors')).toEqual([...ids, logicalIdOf(keys.keysFunction)].toSorted());
    // It says 401 by throwing, which Lambda counts as an error.
    expect(watched('Throttles')).toEqual([...ids, logicalIdOf(authorizerFunction)].toSorted());
  });

  test('have no name of their own, and say what they mean', () => {
    for (const { AlarmName, AlarmDescription, AlarmActions } of alarms) {
      expect(AlarmName).toBeUndefined();
      expect(AlarmDescription).toMatch(
        /^[A-Z][ -~]{30,}[.?] See "\w+" in docs\/operations\.md of Latchkey\.$/,
      );
      expect(AlarmActions).toBeUndefined();
    }
    expect(new Set(alarms.map(({ AlarmDescription }) => AlarmDescription)).size).toBe(14);
  });

  test('follow a namespace of one’s own', () => {
    const own = alarmsOf(serviceTemplate({ metricsNamespace: 'Shop/Auth' }));
    const namespaces = own
      .filter(({ MetricName }) => MetricName === 'SecurityEvents')
      .map(({ Namespace }) => Namespace);
    expect(new Set(namespaces)).toEqual(new Set(['Shop/Auth']));
  });
});

test('a topic hears of every alarm', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const alarmTopic = new Topic(stack, 'Pager');
  const service = new TokenService(stack, 'Tokens', { functionBundles, alarmTopic });
  const alarms = alarmsOf(Template.fromStack(stack));
  expect(alarms).toHaveLength(service.alarms.length);
  for (const { AlarmActions } of alarms) {
    expect(AlarmActions).toEqual([{ Ref: logicalIdOf(alarmTopic) }]);
  }
});

test('alarms: false makes none, and excludes a topic', () => {
  expect(alarmsOf(serviceTemplate({ alarms: false }))).toEqual([]);
  const alarmTopic = Topic.fromTopicArn(new Stack(), 'T', 'arn:aws:sns:eu-west-1:111122223333:t');
  expect(() => resolveSettings({ alarms: false, alarmTopic })).toThrow(
    'alarmTopic needs alarms; received alarms: false',
  );
});

test('two services in one stack have their own alarms, on their own metrics', () => {
  const stack = new Stack(new App(), 'Stack');
  const services = ['Staff', 'Guests'].map(
    (id) => new TokenService(stack, id, { functionBundles }),
  );
  const alarms = alarmsOf(Template.fromStack(stack));
  expect(alarms).toHaveLength(28);
  expect(services.map((service) => service.alarms.length)).toEqual([14, 14]);
  const metrics = alarms.map(({ Namespace, MetricName, Dimensions }) =>
    JSON.stringify([Namespace, MetricName, Dimensions]),
  );
  expect(new Set(metrics).size).toBe(28);
});

test('an API of somebody’s own in another stack has its authorizer watched there', () => {
  const app = new App();
  const service = new TokenService(new Stack(app, 'Tokens'), 'Tokens', { functionBundles });
  const shop = new Stack(app, 'Shop');
  const api = new RestApi(shop, 'Api');
  service.protect(api.root.addMethod('GET'));
  expect(alarmsOf(Template.fromStack(shop)).map(ruleOf)).toEqual(['Throttles Ref: 5, 1']);
  expect(service.alarms).toHaveLength(15);
});
