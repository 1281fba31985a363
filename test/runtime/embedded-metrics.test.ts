/* oxlint-disable no-underscore-dangle -- the format has a member `_aws` */
import * as z from 'zod';
import type { SecurityEvent } from '../../functions/core/events/security-event.ts';
import { createJsonLog } from '../../functions/runtime/json-log.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

const CLOUDWATCH_UNITS = [
  'Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits',
  'Megabits Gigabits Terabits Percent Count Bytes/Second Kilobytes/Second Megabytes/Second',
  'Gigabytes/Second Terabytes/Second Bits/Second Kilobits/Second Megabits/Second Gigabits/Second',
  'Terabits/Second Count/Second None',
].flatMap((line) => line.split(' '));

/** CloudWatch's embedded metric format, section by section of its specification. */
const METRIC_DEFINITION = z.strictObject({
  Name: z.string().min(1).max(1024),
  Unit: z.enum(CLOUDWATCH_UNITS).optional(),
  StorageResolution: z.union([z.literal(1), z.literal(60)]).optional(),
});
const METRIC_DIRECTIVE = z.strictObject({
  Namespace: z.string().min(1).max(1024),
  Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)).min(1),
  Metrics: z.array(METRIC_DEFINITION).min(1).max(100),
});
const METADATA = z.strictObject({
  Timestamp: z.int().nonnegative(),
  CloudWatchMetrics: z.array(METRIC_DIRECTIVE),
});
const DOCUMENT = z.looseObject({ _aws: METADATA }).check(({ value, issues }) => {
  // "Target members": every dimension and metric refers to a member of the root node.
  for (const { Dimensions, Metrics } of value._aws.CloudWatchMetrics) {
    const bad = [
      ...Dimensions.flat().filter((name) => !isDimensionValue(value[name])),
      ...Metrics.filter(({ Name }) => typeof value[Name] !== 'number').map(({ Name }) => Name),
    ];
    for (const name of bad) issues.push({ code: 'custom', message: name, input: value });
  }
});
const isDimensionValue = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= 1024;

const PERSON = {
  userId: 'user:6a2b9f10-3f6c-4b52-9c27-0a4f3a1f7d11',
  sessionId: 'k3JwPs8nR1uVbQz0aYxC7w',
  clientId: 'web',
  ip: '192.0.2.7',
};

const EVENTS: readonly SecurityEvent[] = [
  { event: 'login', reason: 'signed_in', ...PERSON },
  { event: 'login_refused', reason: 'wrong_password', ip: '192.0.2.7' },
  { event: 'refresh', reason: 'lost_reply', ...PERSON },
  { event: 'refresh_alarm', reason: 'theft', ...PERSON },
  { event: 'session_revoked', reason: 'revoked', ...PERSON },
  { event: 'revocation_ignored', reason: 'forged', clientId: 'web' },
  { event: 'revocation_refused', reason: 'other_client', clientId: 'web' },
  { event: 'sessions_ended', reason: 'logged_out_everywhere', ...PERSON },
  { event: 'token_inactive', reason: 'session_revoked', clientId: 'web' },
  { event: 'access_refused', reason: 'expired' },
  { event: 'key_retired', reason: 'rotation', keyId: 'kid-1', ring: 'signing' },
];

function lineOf(event: SecurityEvent): {
  readonly text: string;
  readonly json: z.infer<typeof DOCUMENT>;
} {
  const lines: string[] = [];
  createJsonLog(
    'refresh',
    (line) => void lines.push(line),
    () => NOW,
  )
    .withMetrics({ metricsNamespace: 'Latchkey/Stack-Tokens' })
    .withContext({ requestId: 'request-1' })
    .record(event);
  const [text = '', ...others] = lines;
  expect(others).toEqual([]);
  return { text, json: JSON.parse(text) as z.infer<typeof DOCUMENT> };
}

describe('a security event’s line', () => {
  it.each(EVENTS)('is a document of the embedded metric format: $event, $reason', (event) => {
    const { text, json } = lineOf(event);
    expect(z.safeParse(DOCUMENT, json).error?.issues ?? []).toEqual([]);
    // Nothing before or after the document, and all of it on one line.
    expect(text.trimEnd()).toBe(JSON.stringify(json));
    expect(text).toMatch(/^\{[^\n]*\}\n$/);
  });

  it('counts one of its event and reason, at the time that the line says', () => {
    const { json } = lineOf({ event: 'refresh_alarm', reason: 'theft', ...PERSON });
    expect(json).toMatchObject({
      time: new Date(NOW).toISOString(),
      event: 'refresh_alarm',
      reason: 'theft',
      requestId: 'request-1',
      sessionId: PERSON.sessionId,
      SecurityEvents: 1,
      _aws: {
        Timestamp: NOW,
        CloudWatchMetrics: [
          {
            Namespace: 'Latchkey/Stack-Tokens',
            Dimensions: [['event', 'reason']],
            Metrics: [{ Name: 'SecurityEvents', Unit: 'Count' }],
          },
        ],
      },
    });
  });

  it.each(EVENTS)('has no dimension that tells people apart: $event', (event) => {
    const [directive] = lineOf(event).json._aws.CloudWatchMetrics;
    expect(directive?.Dimensions).toEqual([['event', 'reason']]);
    for (const secretive of Object.values(PERSON)) {
      expect(JSON.stringify(directive)).not.toContain(secretive);
    }
  });

  it('is a document by a schema that refuses others', () => {
    const good = lineOf({ event: 'login', reason: 'signed_in' }).json;
    const [directive] = good._aws.CloudWatchMetrics;
    const withDirective = (changes: object) => ({
      ...good,
      _aws: { ...good._aws, CloudWatchMetrics: [{ ...directive, ...changes }] },
    });
    const { reason: _reason, ...withoutTarget } = good;
    for (const bad of [
      { ...good, _aws: { ...good._aws, Timestamp: 'now' } },
      { ...good, SecurityEvents: 'one' },
      withoutTarget,
      withDirective({ Metrics: [{ Name: 'SecurityEvents', Unit: 'Pieces' }] }),
      withDirective({ Metrics: [{ Name: 'Other' }] }),
      withDirective({ Extra: true }),
      withDirective({ Dimensions: ['event'] }),
    ]) {
      expect(z.safeParse(DOCUMENT, bad).success).toBe(false);
    }
  });
});

describe('other lines', () => {
  it('are no metrics', () => {
    const lines: string[] = [];
    const log = createJsonLog('x', (line) => void lines.push(line));
    log.record({ event: 'login', reason: 'signed_in' });
    const counting = log.withMetrics({ metricsNamespace: 'Latchkey' });
    counting.info('a message');
    counting.error('a message', new Error('x'));
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toContain('_aws');
  });
});
