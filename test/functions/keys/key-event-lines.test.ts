import type { SecurityEvent } from '../../../functions/core/events/security-event.ts';
import { createKeysHandler } from '../../../functions/keys/keys-handler.ts';
import { createJsonLog, type JsonLog } from '../../../functions/runtime/json-log.ts';
import { keyWorld } from '../../fakes/key-world.ts';

const deploy = {
  RequestType: 'Create',
  ResponseURL: 'https://bucket.example.com/answer',
  StackId: 'stack',
  RequestId: 'of CloudFormation',
  LogicalResourceId: 'Keys',
};

test('each line about a key says by which request of the function it came to be', async () => {
  const lines: string[] = [];
  const { ports } = keyWorld();
  const handler = createKeysHandler<JsonLog>(
    (securityLog) => ({
      ports: { ...ports, securityLog },
      signingKeysSecretArn: 'signing',
      refreshTokenKeysSecretArn: 'refresh',
    }),
    {
      log: createJsonLog('keys', (line) => void lines.push(line)),
      put: async () => {},
      pause: async () => {},
    },
  );
  await handler(deploy, { awsRequestId: 'request-7', getRemainingTimeInMillis: () => 120_000 });
  const events = lines.map((line) => JSON.parse(line) as SecurityEvent & { requestId?: string });
  expect(new Set(events.map(({ event }) => event))).toContain('key_published');
  expect(new Set(events.map(({ requestId }) => requestId))).toEqual(new Set(['request-7']));
});
