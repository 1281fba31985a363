import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request as the gateway sees it. */
export interface GatewayRequest {
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  /** When all of it was there, in milliseconds since the epoch. */
  readonly arrivedAt: number;
  readonly method: string;
  /** As it came, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names as the client wrote them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly sourceIp: string;
  readonly protocol: string;
  readonly body: Buffer;
}

/** Headers of one hop, which never reach a function. */
const HOP_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** @param port the gateway's, for `X-Forwarded-Port` */
export function readGatewayRequest(
  request: IncomingMessage,
  body: Buffer,
  arrivedAt: number,
  port: number,
): GatewayRequest {
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const sourceIp = (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const raw = request.rawHeaders;
  const headers = raw.flatMap((name, at): (readonly [string, string])[] =>
    at % 2 === 0 && !HOP_HEADERS.has(name.toLowerCase()) ? [[name, raw[at + 1] ?? '']] : [],
  );
  const forwarded = headers.find(([name]) => name.toLowerCase() === 'x-forwarded-for')?.[1];
  const traceId = `Root=1-${Math.floor(arrivedAt / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const added: readonly (readonly [string, string])[] = [
    ['X-Amzn-Trace-Id', traceId],
    ['X-Forwarded-For', forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`],
    ['X-Forwarded-Port', String(port)],
    ['X-Forwarded-Proto', 'http'],
  ];
  const replaced = new Set(added.map(([name]) => name.toLowerCase()));
  return {
    requestId: randomUUID(),
    extendedRequestId: randomBytes(11).toString('base64'),
    traceId,
    arrivedAt,
    method: request.method ?? 'GET',
    path: question < 0 ? url : url.slice(0, question),
    query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)),
    headers: [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...added],
    sourceIp,
    protocol: `HTTP/${request.httpVersion}`,
    body,
  };
}

/** @returns the header's last value, or `undefined` */
export const headerOf = (request: GatewayRequest, name: string): string | undefined =>
  request.headers.findLast(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];
