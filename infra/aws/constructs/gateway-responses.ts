import { type RestApi, ResponseType } from 'aws-cdk-lib/aws-apigateway';

/** What the gateway's own answers say. */
export interface GatewayResponsesProps {
  readonly realm: string;
  /** Where the API is reached. */
  readonly issuerUrl: string;
  readonly docs: boolean;
  readonly corsAllowedOrigins: readonly string[];
}

/** The headers of an answer, by name. */
type Headers = Readonly<Record<string, string>>;

/** What the gateway says when the authorizer refuses a request (RFC 6750 §3, §3.1). */
export function bearerAnswers({ realm }: Pick<GatewayResponsesProps, 'realm'>) {
  const challenge = `Bearer realm="${realm}"`;
  return [
    // One static header serves the request without a token and the one with a bad token, so it names
    // no error; the body can.
    {
      id: 'Unauthorized',
      type: ResponseType.UNAUTHORIZED,
      headers: refusing(challenge),
      body: { error: 'invalid_token', error_description: 'a valid access token is needed' },
    },
    {
      id: 'AccessDenied',
      type: ResponseType.ACCESS_DENIED,
      headers: refusing(`${challenge}, error="insufficient_scope"`),
      body: {
        error: 'insufficient_scope',
        error_description: 'the access token lacks a needed scope',
      },
    },
  ] as const;
}

const refusing = (challenge: string): Headers => ({
  'WWW-Authenticate': challenge,
  'Cache-Control': 'no-store',
});

/** API Gateway tells a literal value from a mapping by its single quotes. */
export const quoted = (headers: Headers): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));

/**
 * Gives the answers that the gateway makes without asking a function the headers and bodies of the
 * OAuth RFCs, and CORS headers, so that a browser's page can read them.
 */
export function addGatewayResponses(api: RestApi, props: GatewayResponsesProps): void {
  const cors = corsHeaders(props.corsAllowedOrigins);
  const add = (
    id: string,
    type: ResponseType,
    headers: Headers,
    body?: object,
    statusCode?: number,
  ) => {
    if (Object.keys({ ...cors, ...headers }).length === 0 && body === undefined) return;
    api.addGatewayResponse(id, {
      type,
      ...(statusCode !== undefined && { statusCode: String(statusCode) }),
      responseHeaders: quoted({ ...cors, ...headers }),
      ...(body && { templates: { 'application/json': JSON.stringify(body) } }),
    });
  };
  for (const { id, type, headers, body } of bearerAnswers(props)) add(id, type, headers, body);
  // What the gateway says of every path and method that it doesn't know: usually that a token is
  // missing. Whoever has the stage's name wrong, or leaves it out, is told the right address.
  const docs = props.docs ? `, its documentation at ${props.issuerUrl}/docs` : '';
  add(
    'UnknownRoute',
    ResponseType.MISSING_AUTHENTICATION_TOKEN,
    { 'Cache-Control': 'no-store' },
    { message: `There is no such route. The API is at ${props.issuerUrl}${docs}.` },
    404,
  );
  add(
    'Throttled',
    ResponseType.THROTTLED,
    { 'Retry-After': '1', 'Cache-Control': 'no-store' },
    { error: 'temporarily_unavailable', error_description: 'too many requests' },
  );
  add('OtherClientErrors', ResponseType.DEFAULT_4XX, {});
  add('ServerErrors', ResponseType.DEFAULT_5XX, {});
}

/**
 * The gateway's answers carry nothing that is anybody's own, and their headers can't depend on the
 * request's origin: where several origins are allowed, any may read them.
 */
export function corsHeaders(origins: readonly string[]): Headers {
  const [only] = origins;
  if (only === undefined) return {};
  return {
    'Access-Control-Allow-Origin': origins.length === 1 ? only : '*',
    'Access-Control-Expose-Headers': 'WWW-Authenticate, Retry-After',
  };
}
