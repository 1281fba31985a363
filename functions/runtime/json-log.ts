import type { SecurityEvent, SecurityLog } from '../core/events/security-event.ts';
import { embeddedMetric, type MetricsConfig } from './embedded-metrics.ts';

/** What a log line carries beside its own fields. */
export interface LogContext {
  readonly requestId?: string;
}

/** Writes one JSON object a line to standard output, where Lambda takes it to CloudWatch Logs. */
export interface JsonLog extends SecurityLog {
  /** Something is broken on our side. The error's name, message and stack go in; nothing of a request may. */
  error(message: string, error: unknown): void;
  info(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  /** @returns the same log with the request's id on every line */
  withContext(context: LogContext): JsonLog;
  /** @returns the same log, whose security events are metrics too */
  withMetrics(config: MetricsConfig): JsonLog;
}

const describe = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
      }
    : { name: typeof error };

/**
 * @param service the function's name on every line
 * @param write takes a finished line
 * @param now gives milliseconds since the epoch
 */
export function createJsonLog(
  service: string,
  write: (line: string) => void = (line) => void process.stdout.write(line),
  now: () => number = Date.now,
  context: LogContext = {},
  metrics: MetricsConfig | null = null,
): JsonLog {
  const line = (level: string, fields: object, time = now()) =>
    write(
      `${JSON.stringify({ time: new Date(time).toISOString(), level, service, ...context, ...fields })}\n`,
    );
  return {
    record(event: SecurityEvent) {
      const time = now();
      const counted = metrics && embeddedMetric(metrics, time);
      line('security', { ...event, ...counted }, time);
    },
    error: (message, error) => line('error', { message, error: describe(error) }),
    info: (message, fields = {}) => line('info', { message, ...fields }),
    withContext: (more) => createJsonLog(service, write, now, { ...context, ...more }, metrics),
    withMetrics: (config) => createJsonLog(service, write, now, context, config),
  };
}
