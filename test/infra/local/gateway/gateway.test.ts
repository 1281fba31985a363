import type { APIGatewayProxyEvent } from 'aws-lambda';
import { startOrdersApp, stopOrdersApps, type RunningOrders } from '../start-orders-app.ts';

const eventOf = async (response: Response) =>
  ((await response.json()) as { event: APIGatewayProxyEvent }).event;

describe('the local gateway', () => {
  let app: RunningOrders;

  beforeAll(async () => {
    app = await startOrdersApp({ adjustableClock: true });
  });
  afterAll(stopOrdersApps);

  const get = (path: string, token?: string): Promise<Response> =>
    fetch(`${app.url}${path}`, token === undefined ? {} : { headers: { authorization: token } });

  it('answers 403 Missing Authentication Token for a path and for a method it has not', async () => {
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['DELETE', '/orders'],
      ['GET', '/'],
    ] as const) {
      const response = await fetch(`${app.url}${path}`, { method });
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
      expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    }
  });

  it.each([undefined, 'Basic abc', 'Bearer bad'])(
    'answers 401 for the header %s',
    async (token) => {
      const response = await get('/orders', token);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ message: 'Unauthorized' });
    },
  );

  it('answers 403 for an explicit deny', async () => {
    const response = await get('/orders', 'Bearer denied');
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      Message: 'User is not authorized to access this resource with an explicit deny',
    });
  });

  it('answers 500 without a message when the authorizer fails', async () => {
    const response = await get('/orders', 'Bearer broken');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: null });
  });

  it('routes /orders/ to /orders and keeps the path as it came', async () => {
    const event = await eventOf(await get('/orders/', 'Bearer good'));
    expect(event).toMatchObject({ resource: '/orders', path: '/orders/', pathParameters: null });
  });

  it('gives the function the whole event of payload format 1.0', async () => {
    const response = await fetch(`${app.url}/orders/4%202?a=1&a=2&b=`, {
      headers: { authorization: 'Bearer good', 'user-agent': 'test' },
    });
    expect(await eventOf(response)).toMatchObject({
      resource: '/orders/{orderId}',
      path: '/orders/4%202',
      httpMethod: 'GET',
      pathParameters: { orderId: '4 2' },
      queryStringParameters: { a: '2', b: '' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: [''] },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      multiValueHeaders: { authorization: ['Bearer good'], 'X-Forwarded-Proto': ['http'] },
      requestContext: {
        authorizer: { principalId: 'somebody', number: '7', flag: 'true' },
        httpMethod: 'GET',
        identity: { sourceIp: expect.stringMatching(/^(127\.0\.0\.1|::1)$/), userAgent: 'test' },
        requestId: response.headers.get('x-amzn-requestid'),
        requestTime: expect.stringMatching(
          /^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/,
        ),
        requestTimeEpoch: expect.any(Number),
        resourcePath: '/orders/{orderId}',
        stage: 'v1',
      },
    });
  });

  it('remaps what a function may not send, and leaves the rest alone', async () => {
    const response = await get('/orders', 'Bearer good');
    expect(response.headers.get('x-amzn-remapped-www-authenticate')).toBe('Bearer');
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(response.headers.get('x-table')).toBe('Orders-OrdersTable');
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('gives the function its own environment, with the local address of the API', async () => {
    process.env['SECRET_OF_THE_PARENT'] = 'hush';
    const { env } = (await (await get('/orders', 'Bearer good')).json()) as {
      env: Record<string, string>;
    };
    delete process.env['SECRET_OF_THE_PARENT'];
    expect(env['API_URL']).toBe(`${app.url}/orders`);
    expect(env['AWS_LAMBDA_FUNCTION_NAME']).toBe('Orders-OrdersFunction');
    expect(
      Object.keys(env).filter((name) => !/^(AWS_|_HANDLER|LAMBDA_|LANG|PATH|TZ)/.test(name)),
    ).toEqual(['ORDERS_TABLE_NAME', 'API_URL']);
  });

  it('takes the arrival from its clock, which a test can put forward', async () => {
    const before = await eventOf(await get('/orders', 'Bearer good'));
    app.advance(3_600_000);
    const after = await eventOf(await get('/orders', 'Bearer good'));
    const passed = after.requestContext.requestTimeEpoch - before.requestContext.requestTimeEpoch;
    expect(passed).toBeGreaterThanOrEqual(3_600_000);
  });

  it('answers 413 above 10 MB', async () => {
    for (const [bytes, status] of [
      [10 * 1024 * 1024 + 1, 413],
      [1024, 200],
    ] as const) {
      const request = { method: 'POST', body: 'x'.repeat(bytes) };
      expect((await fetch(`${app.url}/orders`, request)).status).toBe(status);
    }
  });

  it('answers 400 for a parameter that is not percent-encoded UTF-8', async () => {
    expect((await get('/orders/%ff', 'Bearer good')).status).toBe(400);
  });

  it.each(['__proto__', 'constructor'])('takes a parameter %s like any other', async (name) => {
    const event = await eventOf(await get(`/orders?${name}=x`, 'Bearer good'));
    const own = (map: object | null) => Object.getOwnPropertyDescriptor(map ?? {}, name)?.value;
    expect(own(event.queryStringParameters)).toBe('x');
    expect(own(event.multiValueQueryStringParameters)).toEqual(['x']);
  });

  it('takes a header constructor like any other', async () => {
    const headers = { authorization: 'Bearer good', constructor: 'x' };
    const event = await eventOf(await fetch(`${app.url}/orders`, { headers }));
    expect(event.multiValueHeaders).toMatchObject({ constructor: ['x'] });
  });

  it('shows its local address as the output', () => {
    expect(app.outputs).toEqual({ Url: `${app.url}/` });
  });
});
