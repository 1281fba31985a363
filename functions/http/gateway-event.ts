/**
 * What the functions use of a REST API's proxy event. Every part is optional: the gateway sends all of
 * them, but `sam local invoke` and a direct invocation send what their author thought of.
 */
export interface GatewayEvent {
  readonly httpMethod?: string;
  /** As it came, without the stage. */
  readonly path?: string;
  /** The route as declared, such as `/users/{username}`. */
  readonly resource?: string;
  /** What stands in the path for the route's parameters, decoded. */
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueQueryStringParameters?: Readonly<
    Record<string, readonly string[] | undefined>
  > | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly requestId?: string;
    /** When the request reached the gateway, in milliseconds since the epoch. */
    readonly requestTimeEpoch?: number;
    readonly identity?: { readonly sourceIp?: string; readonly userAgent?: string | null };
    /** What the authorizer said of the caller; absent on public routes. */
    readonly authorizer?: Readonly<Record<string, unknown>> | null;
  };
}

/** A proxy integration's answer. */
export interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What Lambda calls. */
export type GatewayHandler = (
  event: GatewayEvent,
  context?: { readonly awsRequestId?: string },
) => Promise<GatewayResponse>;
