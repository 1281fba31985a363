import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What is counted, kept and watched. */
export interface MonitoringProps {
  /**
   * Whether CloudWatch watches the service: stolen refresh tokens, restored tables, keys that can't be
   * read, functions that fail. Each of the 14 alarms costs what CloudWatch takes for one; `alarmTopic`
   * says who hears of them, docs/operations.md what each one means.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * Where the alarms are sent. An encrypted topic must let `cloudwatch.amazonaws.com` use its key.
   *
   * @default none: the alarms are seen in CloudWatch only; `service.alarms` takes other actions
   */
  readonly alarmTopic?: ITopic;

  /**
   * Where CloudWatch counts the functions' security events: metric `SecurityEvents`, by `event` and
   * `reason`.
   *
   * @default 'Latchkey/<stack>-<id of the service>'
   */
  readonly metricsNamespace?: string;

  /**
   * How long the functions' logs are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
}
