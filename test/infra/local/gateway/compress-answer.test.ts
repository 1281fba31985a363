import { gunzipSync } from 'node:zlib';
import { compressAnswer } from '../../../../infra/local/gateway/compress-answer.ts';
import type { GatewayRequest } from '../../../../infra/local/gateway/gateway-request.ts';

const api = { minimumCompressionSize: 10 };
const accepting = (header?: string): GatewayRequest => ({
  requestId: 'r1',
  extendedRequestId: 'x1',
  traceId: 't1',
  arrivedAt: 0,
  method: 'GET',
  path: '/a',
  query: new URLSearchParams(),
  headers: header === undefined ? [] : [['accept-encoding', header]],
  sourceIp: '127.0.0.1',
  protocol: 'HTTP/1.1',
  body: Buffer.alloc(0),
});
const answer = (body: string, headers: readonly (readonly [string, string])[] = []) => ({
  statusCode: 200,
  headers,
  body,
});

test.each(['gzip', 'br, gzip;q=0.5', 'GZIP'])('a client that takes %s gets gzip', (header) => {
  const compressed = compressAnswer(api, accepting(header), answer('0123456789'));
  expect(compressed.headers).toEqual([['Content-Encoding', 'gzip']]);
  expect(gunzipSync(compressed.body as Buffer).toString()).toBe('0123456789');
});

test.each([undefined, 'br', 'gzip;q=0', '*', 'gzipped'])(
  'a client that says %s gets the answer as it is',
  (header) => {
    expect(compressAnswer(api, accepting(header), answer('0123456789')).body).toBe('0123456789');
  },
);

test('what is small, encoded already or of an API without a limit stays as it is', () => {
  const gzip = accepting('gzip');
  const encoded = answer('0123456789', [['content-encoding', 'br']]);
  expect(compressAnswer(api, gzip, answer('012345678')).body).toBe('012345678');
  expect(compressAnswer(api, gzip, encoded)).toBe(encoded);
  const unlimited = compressAnswer({ minimumCompressionSize: null }, gzip, answer('0123456789'));
  expect(unlimited.body).toBe('0123456789');
});
