import { gatewayError } from '../../../../infra/local/gateway/gateway-error.ts';
import type { GatewayRequest } from '../../../../infra/local/gateway/gateway-request.ts';
import { proxyResponse } from '../../../../infra/local/gateway/proxy-response.ts';
import { createRouteTable } from '../../../../infra/local/gateway/route-table.ts';
import type {
  ApiDefinition,
  GatewayResponseDefinition,
  MethodDefinition,
} from '../../../../infra/local/template/api-definitions.ts';

const apiWith = (
  gatewayResponses: Record<string, Partial<GatewayResponseDefinition>> = {},
  binaryMediaTypes: readonly string[] = [],
): ApiDefinition => ({
  logicalId: 'Api',
  apiId: 'api',
  stageName: 'v1',
  stageVariables: {},
  deploymentId: 'd',
  binaryMediaTypes,
  minimumCompressionSize: null,
  methods: [],
  gatewayResponses: Object.fromEntries(
    Object.entries(gatewayResponses).map(([type, more]) => [
      type,
      { statusCode: undefined, headers: {}, templates: {}, ...more },
    ]),
  ),
});
const request = (headers: Record<string, string> = {}): GatewayRequest => ({
  requestId: 'r1',
  extendedRequestId: 'x1',
  traceId: 't1',
  arrivedAt: 0,
  method: 'GET',
  path: '/a',
  query: new URLSearchParams(),
  headers: Object.entries(headers),
  sourceIp: '127.0.0.1',
  protocol: 'HTTP/1.1',
  body: Buffer.alloc(0),
});

describe('gateway responses', () => {
  const context = { requestId: 'r1' };

  it('take header and template from the type’s own response', () => {
    const api = apiWith({
      UNAUTHORIZED: {
        headers: { 'WWW-Authenticate': `'Bearer realm="x"'`, 'X-Id': 'context.requestId' },
        templates: {
          'application/json': '{"error":$context.error.messageString,"id":"${context.requestId}"}',
        },
      },
      DEFAULT_4XX: { headers: { 'X-Default': `'yes'` } },
    });
    const answer = gatewayError(api, request(), 'UNAUTHORIZED', context);
    expect(answer.statusCode).toBe(401);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'WWW-Authenticate': 'Bearer realm="x"',
      'X-Id': 'r1',
    });
    expect(answer.headers.some(([name]) => name === 'X-Default')).toBe(false);
    expect(answer.body).toBe('{"error":"Unauthorized","id":"r1"}');
  });

  it('fall back on DEFAULT_4XX and DEFAULT_5XX, and keep their status code', () => {
    const api = apiWith({
      DEFAULT_4XX: { headers: { 'Access-Control-Allow-Origin': 'method.request.header.Origin' } },
      DEFAULT_5XX: { headers: { 'X-Five': `'5'` } },
    });
    const denied = gatewayError(api, request({ origin: 'https://a' }), 'ACCESS_DENIED', context);
    expect(denied.statusCode).toBe(403);
    expect(denied.headers).toContainEqual(['Access-Control-Allow-Origin', 'https://a']);
    const broken = gatewayError(api, request(), 'LAMBDA_ERROR', context);
    expect(broken.statusCode).toBe(502);
    expect(broken.headers).toContainEqual(['X-Five', '5']);
    expect(broken.body).toBe('{"message":"Internal server error"}');
  });

  it('leave out a header that maps to nothing, and take a status code that is named', () => {
    const api = apiWith({
      DEFAULT_4XX: { statusCode: 404, headers: { 'X-Origin': 'method.request.header.Origin' } },
    });
    const answer = gatewayError(api, request(), 'MISSING_AUTHENTICATION_TOKEN', context);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers.map(([name]) => name)).not.toContain('X-Origin');
  });
});

const respond = (result: unknown, api = apiWith(), headers: Record<string, string> = {}) =>
  proxyResponse(api, request(headers), JSON.stringify(result));

describe('what a function returns', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'hello'],
    ['a list', []],
    ['no status code', { body: '' }],
    ['a status code that is none', { statusCode: 1000 }],
    ['an object as body', { statusCode: 200, body: {} }],
    ['an object as header', { statusCode: 200, headers: { a: {} } }],
    ['a text for many header values', { statusCode: 200, multiValueHeaders: { a: 'b' } }],
  ])('is malformed: %s', (_what, result) => {
    expect(respond(result)).toBeNull();
  });

  it('may leave out everything but the status code, which may be a text', () => {
    expect(respond({ statusCode: '204' })).toEqual({
      statusCode: 204,
      headers: [['Content-Type', 'application/json']],
      body: '',
    });
  });

  it('may repeat a header', () => {
    const answer = respond({
      statusCode: 200,
      headers: { 'Set-Cookie': 'a=1', 'content-type': 'text/plain', 'X-Count': 3 },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
    });
    expect(answer?.headers).toEqual([
      ['content-type', 'text/plain'],
      ['X-Count', '3'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
  });

  it.each(['WWW-Authenticate', 'Authorization', 'Date', 'Server', 'Connection', 'Content-Length'])(
    'has its %s remapped',
    (name) => {
      const answer = respond({ statusCode: 200, headers: { [name]: 'v' } });
      expect(answer?.headers).toContainEqual([`x-amzn-Remapped-${name}`, 'v']);
    },
  );

  it('stays base64 unless the API and the client speak binary', () => {
    const result = { statusCode: 200, body: 'aGk=', isBase64Encoded: true };
    expect(respond(result)?.body).toBe('aGk=');
    const binary = apiWith({}, ['image/png']);
    expect(respond(result, binary, { accept: 'image/png' })?.body).toEqual(Buffer.from('hi'));
    expect(respond(result, binary, { accept: 'text/html' })?.body).toBe('aGk=');
  });
});

describe('routes', () => {
  const find = createRouteTable(
    [
      'GET /a',
      'ANY /a',
      'GET /a/{id}',
      'GET /a/me',
      'GET /{proxy+}',
      'POST /{proxy+}',
      'GET /',
    ].map((name): MethodDefinition => {
      const [httpMethod = '', resourcePath = ''] = name.split(' ');
      return { logicalId: name, httpMethod, resourcePath } as MethodDefinition;
    }),
  );

  it.each<[string, string, string, object | null]>([
    ['GET', '/a', 'GET /a', null],
    ['GET', '/a/', 'GET /a', null],
    ['PUT', '/a', 'ANY /a', null],
    ['GET', '/a/me', 'GET /a/me', null],
    ['GET', '/a/you', 'GET /a/{id}', { id: 'you' }],
    ['GET', '/a/%C3%A9', 'GET /a/{id}', { id: 'é' }],
    ['POST', '/a/you', 'POST /{proxy+}', { proxy: 'a/you' }],
    ['GET', '/b/c/d', 'GET /{proxy+}', { proxy: 'b/c/d' }],
    ['GET', '/', 'GET /', null],
  ])('%s %s goes to %s', (httpMethod, path, expected, pathParameters) => {
    const route = find(httpMethod, path);
    expect(route?.method.logicalId).toBe(expected);
    expect(route?.pathParameters).toEqual(pathParameters);
  });

  it('sends a method that no resource has nowhere', () => {
    expect(find('DELETE', '/b')).toBeNull();
    expect(find('DELETE', '/')).toBeNull();
  });
});
