import type { SecurityEvent, SecurityLog } from '../core/events/security-event.ts';

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
): JsonLog {
  const line = (level: string, fields: object) =>
    write(
      `${JSON.stringify({ time: new Date(now()).toISOString(), level, service, ...context, ...fields })}\n`,
    );
  return {
    record: (event: SecurityEvent) => line('security', event),
    error: (message, error) => line('error', { message, error: describe(error) }),
    info: (message, fields = {}) => line('info', { message, ...fields }),
    withContext: (more) => createJsonLog(service, write, now, { ...context, ...more }),
  };
}
