import type { AuthorizerContext } from '../../functions/core/authorization/authorizer-context.ts';

/** What a test says of a request; the rest is as the gateway sends it. */
export interface TestRequest {
  /** Default: `GET`. */
  readonly method?: string;
  /** As the client called it, `/orders/42`. Default: `/`. */
  readonly path?: string;
  /** The route as declared, `/orders/{id}`. Default: the path. */
  readonly resource?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/**
 * A REST API's proxy event, payload format 1.0. It fits `APIGatewayProxyEvent` of `@types/aws-lambda`,
 * which a user of this kit need not have.
 */
export type TestEvent = ReturnType<typeof proxyEvent>;

/** What is the same in every event. */
const IDENTITY = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  // RFC 5737: an address for documentation.
  sourceIp: '192.0.2.1',
  user: null,
  userAgent: 'test/1',
  userArn: null,
};

/**
 * @param authorizer what the authorizer handed on; `null` where none has been asked
 * @param now milliseconds since the epoch
 */
export function proxyEvent(
  request: TestRequest,
  authorizer: AuthorizerContext | null,
  now: number,
) {
  const { method = 'GET', path = '/', query, pathParameters } = request;
  const { resource = path, headers = {}, body } = request;
  const isJson = body !== undefined && typeof body !== 'string';
  const sent = { ...(isJson && { 'Content-Type': 'application/json' }), ...headers };
  return {
    resource,
    path,
    httpMethod: method,
    headers: sent as Record<string, string | undefined>,
    multiValueHeaders: listed(sent),
    queryStringParameters: query === undefined ? null : { ...query },
    multiValueQueryStringParameters: query === undefined ? null : listed(query),
    pathParameters: pathParameters === undefined ? null : { ...pathParameters },
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      authorizer: authorizer === null ? null : { principalId: authorizer.sub, ...authorizer },
      httpMethod: method,
      identity: { ...IDENTITY },
      path,
      protocol: 'HTTP/1.1',
      requestId: 'test-request',
      requestTimeEpoch: now,
      resourceId: 'test',
      resourcePath: resource,
      stage: 'test',
    },
    body: bodyText(body),
    isBase64Encoded: false,
  };
}

const bodyText = (body: unknown): string | null => {
  if (body === undefined) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
};

const listed = (values: Readonly<Record<string, string>>): Record<string, string[] | undefined> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
