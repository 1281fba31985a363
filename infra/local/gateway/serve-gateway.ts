import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody } from '../aws/read-body.ts';
import type { ApiDefinition } from '../template/api-definitions.ts';
import { compressAnswer } from './compress-answer.ts';
import { gatewayError, type GatewayAnswer } from './gateway-error.ts';
import { readGatewayRequest, type GatewayRequest } from './gateway-request.ts';
import { contextVariables } from './request-context.ts';

/** API Gateway's payload limit (10 MB). */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** API Gateway's limit for all headers together. */
const MAX_HEADER_BYTES = 10_240;

/** What answers the requests that a gateway's server takes. */
export interface GatewayBackend {
  readonly api: ApiDefinition;
  answer(request: GatewayRequest): Promise<GatewayAnswer>;
}

/** A server that can listen before there is anything to answer with: early requests wait. */
export interface GatewayServer {
  readonly server: Server;
  /** Opens the doors. */
  open(backend: GatewayBackend): void;
}

/**
 * @param now milliseconds since the epoch
 * @param onError told what should never happen
 */
export function createGatewayServer(
  now: () => number,
  onError: (line: string) => void,
): GatewayServer {
  const opened = Promise.withResolvers<GatewayBackend>();
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      onError(`${request.method} ${request.url?.split('?')[0]}: ${String(error)}`);
      fail(response);
    });
  });

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(message, MAX_BODY_BYTES);
    // AWS doesn't document when `requestTimeEpoch` is taken. Here it is when the request is complete:
    // a client that sends its body slowly must not be judged by an earlier time.
    const arrivedAt = now();
    const backend = await opened.promise;
    const port = message.socket.localPort ?? 0;
    const request = readGatewayRequest(message, body ?? Buffer.alloc(0), arrivedAt, port);
    const answer =
      body === null
        ? gatewayError(
            backend.api,
            request,
            'REQUEST_TOO_LARGE',
            contextVariables(backend.api, request, null, {}),
          )
        : await backend.answer(request);
    // The rest of a body that is too long is not worth waiting for.
    if (body === null) response.setHeader('Connection', 'close');
    send(response, request, compressAnswer(backend.api, request, answer));
  };

  return { server, open: (backend) => opened.resolve(backend) };
}

function send(response: ServerResponse, request: GatewayRequest, answer: GatewayAnswer): void {
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  response.setHeader('x-amzn-RequestId', request.requestId);
  response.setHeader('x-amz-apigw-id', request.extendedRequestId);
  response.setHeader('X-Amzn-Trace-Id', request.traceId);
  end(response, answer.statusCode, answer.body);
}

function fail(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('x-amzn-ErrorType', 'InternalServerErrorException');
  end(response, 500, '{"message":"Internal server error"}');
}

function end(response: ServerResponse, statusCode: number, body: Buffer | string): void {
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(statusCode);
  response.end(body);
}
