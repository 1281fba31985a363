import type { GatewayEvent } from '../../functions/http/gateway-event.ts';

/** What a test says of a request; the rest is as the gateway sends it. */
export interface RequestSketch {
  readonly method?: string;
  readonly resource?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** A header given as a list comes more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string | null;
  readonly base64?: boolean;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly requestTimeEpoch?: number;
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

export const FORM = 'application/x-www-form-urlencoded';

/** A REST API's proxy event, with both forms of headers and query, as the gateway makes it. */
export function gatewayEvent(sketch: RequestSketch = {}): GatewayEvent {
  const lists = Object.entries(sketch.headers ?? {}).map(
    ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
  );
  const query = sketch.query ?? null;
  return {
    httpMethod: sketch.method ?? 'POST',
    resource: sketch.resource ?? '/token',
    pathParameters: sketch.pathParameters ?? null,
    headers: Object.fromEntries(lists.map(([name, values]) => [name, values.at(-1) ?? ''])),
    multiValueHeaders: Object.fromEntries(lists),
    queryStringParameters: query,
    multiValueQueryStringParameters:
      query && Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    body: sketch.body ?? null,
    isBase64Encoded: sketch.base64 ?? false,
    requestContext: {
      requestId: 'request-1',
      ...(sketch.requestTimeEpoch === undefined
        ? {}
        : { requestTimeEpoch: sketch.requestTimeEpoch }),
      identity: {
        sourceIp: sketch.ip ?? '192.0.2.7',
        userAgent: sketch.userAgent ?? 'browser/1',
      },
      ...(sketch.authorizer === undefined ? {} : { authorizer: sketch.authorizer }),
    },
  };
}

/** A form posted with the usual header. */
export const formPost = (body: string, more: RequestSketch = {}): GatewayEvent =>
  gatewayEvent({ body, ...more, headers: { 'Content-Type': FORM, ...more.headers } });

/** Parameters as a form's body. */
export const form = (parameters: Readonly<Record<string, string>>): string =>
  new URLSearchParams(parameters).toString();

/** `Authorization: Basic` of RFC 6749 §2.3.1. */
export const basic = (clientId: string, clientSecret: string): string =>
  `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
