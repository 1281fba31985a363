import type { SecurityEvent } from './security-event.ts';

/** The metric that counts security events, one for each event and reason. Alarms watch it. */
export const SECURITY_METRIC = 'SecurityEvents';

/** What the metric is told apart by. Ids and addresses would each be a metric that costs money. */
export const SECURITY_METRIC_DIMENSIONS = [
  'event',
  'reason',
] as const satisfies readonly (keyof SecurityEvent)[];

/** An event and a reason that it can have. */
export type CountedEvent = CountedOf<SecurityEvent>;
type CountedOf<Event> = Event extends SecurityEvent ? Pick<Event, 'event' | 'reason'> : never;
