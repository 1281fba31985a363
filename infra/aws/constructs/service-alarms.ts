import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Alarm,
  ComparisonOperator,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  type CountedEvent,
  SECURITY_METRIC,
  type SECURITY_METRIC_DIMENSIONS,
} from '../../../functions/core/events/security-metric.ts';
import type { AuthFunction } from './auth-function.ts';

/** What is watched of one service. */
export interface WatchedService extends Construct {
  readonly api: RestApi;
  readonly loginFunction: AuthFunction;
  readonly refreshFunction: AuthFunction;
  readonly keys: { readonly keysFunction: AuthFunction };
}

/** Who hears of alarms. */
export interface AlarmSettings {
  readonly alarmTopic: ITopic | undefined;
}

/** When an alarm goes off: so many within 5 minutes, so many times 5 minutes in a row. */
interface Rule {
  /** What it means, in a few words, and where to read on. */
  readonly means: string;
  readonly atLeast: number;
  /** @default 1 */
  readonly periodsInARow?: number;
}

const PERIOD = Duration.minutes(5);

/**
 * Security events that somebody has to hear of. Most refusals are everyday: a token that has expired,
 * a guess, a client that lost a reply. Of the refusals of a refresh the alarm is on `theft` alone, and
 * on `restored`, which happens to operators; later uses of a session that either has ended are logged
 * under other reasons and count no more. `held_back` is a slow network once, and a thief who stalls
 * his requests if it goes on.
 */
const EVENTS: Readonly<Record<string, Rule & CountedEvent>> = {
  Theft: {
    event: 'refresh_alarm',
    reason: 'theft',
    atLeast: 1,
    means: 'A refresh token was used by two: its session was ended.',
  },
  Restored: {
    event: 'refresh_alarm',
    reason: 'restored',
    atLeast: 1,
    means: 'A refresh token is newer than its table: was it restored without ending all sessions?',
  },
  HeldBack: {
    event: 'refresh_refused',
    reason: 'held_back',
    atLeast: 5,
    means: 'Refreshes that would be theft, but came in too late to prove it, again and again.',
  },
  // One read that failed is nothing: the next is 30 seconds later, and the set serves for an hour.
  KeySetStale: {
    event: 'key_set_unavailable',
    reason: 'stale_but_used',
    atLeast: 1,
    periodsInARow: 3,
    means:
      'Verifiers can not read the key set. They refuse everything an hour after their last read.',
  },
  KeySetFailedClosed: {
    event: 'key_set_unavailable',
    reason: 'failed_closed',
    atLeast: 1,
    means: 'Verifiers have no key set of an acceptable age: requests are answered with 500 or 503.',
  },
  KeyRingFailedClosed: {
    event: 'key_ring_unavailable',
    reason: 'failed_closed',
    // Two rings are read by each request: one of them, once, is a function that started at a bad moment.
    atLeast: 3,
    means: 'Login, refresh or revocation can not read their keys and answer with 500 or 503.',
  },
  // Not Lambda's `Errors`: a TOKEN authorizer says 401 by throwing, so each bad token is one of those.
  AuthorizerFailed: {
    event: 'authorizer_failed',
    reason: 'not_judged',
    atLeast: 1,
    means: 'The authorizer could not judge a token: the request was answered with 500.',
  },
};

/**
 * Watches a service. What no function can report, since it didn't run or didn't end, is seen by its
 * metrics at Lambda, and what any of them answers with 5xx by the API's. Without data there is no alarm.
 *
 * @param scope also where the alarms are made
 * @returns the alarms
 */
export function watchService(
  scope: WatchedService,
  metricsNamespace: string,
  settings: AlarmSettings,
): readonly Alarm[] {
  const alarms = new Construct(scope, 'Alarms');
  const watch = (id: string, metric: Metric, rule: Rule): Alarm =>
    makeAlarm(alarms, id, metric, rule, settings);
  const { api, keys, loginFunction, refreshFunction } = scope;
  const period = PERIOD;
  return [
    ...Object.entries(EVENTS).map(([id, { event, reason, ...rule }]) => {
      const dimensionsMap: Record<(typeof SECURITY_METRIC_DIMENSIONS)[number], string> = {
        event,
        reason,
      };
      const names = { namespace: metricsNamespace, metricName: SECURITY_METRIC };
      return watch(id, new Metric({ ...names, dimensionsMap, statistic: Stats.SUM, period }), rule);
    }),
    watch('KeysErrors', keys.keysFunction.metricErrors({ period }), {
      atLeast: 1,
      means: 'A rotation, a deploy or a command of an operator failed in the keys function.',
    }),
    ...[
      { name: 'Login', watched: loginFunction },
      { name: 'Refresh', watched: refreshFunction },
    ].flatMap(({ name, watched }) => [
      watch(`${name}Errors`, watched.metricErrors({ period }), {
        atLeast: 5,
        means: `The ${name.toLowerCase()} function timed out, crashed or could not start.`,
      }),
      watch(`${name}Throttles`, watched.metricThrottles({ period }), {
        atLeast: 5,
        means: `Lambda had no capacity left for the ${name.toLowerCase()} function.`,
      }),
    ]),
    watch('ServerErrors', api.deploymentStage.metricServerError({ period }), {
      atLeast: 10,
      periodsInARow: 2,
      means: 'The API answers with 5xx: a table, a key or a function is not available.',
    }),
  ];
}

/**
 * Watches the authorizer of one API, in that API's own stack. Its failures are events, which the
 * service's own alarm counts for all its authorizers.
 */
export const watchAuthorizer = (
  guard: Construct & { readonly authorizerFunction: AuthFunction },
  settings: AlarmSettings,
): readonly Alarm[] => [
  makeAlarm(
    guard,
    'AuthorizerThrottles',
    guard.authorizerFunction.metricThrottles({ period: PERIOD }),
    {
      atLeast: 5,
      means: 'Lambda had no capacity left for the authorizer: requests were answered with 500.',
    },
    settings,
  ),
];

function makeAlarm(
  scope: Construct,
  id: string,
  metric: Metric,
  { means, atLeast, periodsInARow = 1 }: Rule,
  { alarmTopic }: AlarmSettings,
): Alarm {
  const alarm = new Alarm(scope, id, {
    metric,
    threshold: atLeast,
    evaluationPeriods: periodsInARow,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${means} See "${id}" in docs/operations.md of Latchkey.`,
  });
  if (alarmTopic) alarm.addAlarmAction(new SnsAction(alarmTopic));
  return alarm;
}
