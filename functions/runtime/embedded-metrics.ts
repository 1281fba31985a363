import { SECURITY_METRIC, SECURITY_METRIC_DIMENSIONS } from '../core/events/security-metric.ts';
import type { EnvironmentReader } from './environment.ts';

/** Where security events are counted. */
export interface MetricsConfig {
  /** The metric's namespace in CloudWatch. */
  readonly metricsNamespace: string;
}

/** Reads `METRICS_NAMESPACE`; `Latchkey` where it is not set. */
export const readMetricsConfig = (environment: EnvironmentReader): MetricsConfig => ({
  metricsNamespace: environment.textOr('METRICS_NAMESPACE', 'Latchkey'),
});

/**
 * Makes a log line a metric too, in CloudWatch's embedded metric format: one count for each event and
 * reason.
 *
 * Powertools' metrics would be 16 KB and some milliseconds of every cold start for these few members
 * (docs/operations.md, Monitoring).
 *
 * @param time milliseconds since the epoch
 * @returns the members to add to the line, which has the event's own `event` and `reason`
 */
export const embeddedMetric = ({ metricsNamespace }: MetricsConfig, time: number) => ({
  _aws: {
    Timestamp: time,
    CloudWatchMetrics: [
      {
        Namespace: metricsNamespace,
        Dimensions: [SECURITY_METRIC_DIMENSIONS],
        Metrics: [{ Name: SECURITY_METRIC, Unit: 'Count' }],
      },
    ],
  },
  [SECURITY_METRIC]: 1,
});
