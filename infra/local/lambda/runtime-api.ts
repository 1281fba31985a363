import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody } from '../aws/read-body.ts';
import { listenLocally, type LocalServer } from '../listen-locally.ts';
import { newSecret, onlyWithSecret } from '../only-with-secret.ts';
import { failed, type Invocation, type InvocationResult } from './invocation.ts';

/** The largest answer that a function may give (6 MB). */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

/** What the Runtime API says with each invocation. */
export interface InvocationHeaders {
  readonly functionArn: string;
  readonly deadlineMs: number;
  readonly clockOffsetMs: number;
}

/** The Lambda Runtime API for one process (AWS's "Lambda runtime API", version 2018-06-01). */
export interface RuntimeApi {
  readonly port: number;
  /** What the process shows with each call: events hold passwords, and answers can be forged. */
  readonly secret: string;
  /** Settles when the process asks for its first event; rejects with what it says went wrong. */
  readonly initialized: Promise<void>;
  /** Hands the process its next event. It takes one at a time. */
  invoke(invocation: Invocation, headers: InvocationHeaders): Promise<InvocationResult>;
  stop(): Promise<void>;
}

/** Serves one process. */
export async function serveRuntimeApi(): Promise<RuntimeApi> {
  let waiting: ServerResponse | null = null;
  let pending: { invocation: Invocation; headers: InvocationHeaders } | null = null;
  let settle: ((result: InvocationResult) => void) | null = null;
  const init = Promise.withResolvers<void>();
  init.promise.catch(() => {});

  const handOver = (): void => {
    if (!waiting || !pending) return;
    const { invocation, headers } = pending;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(headers.deadlineMs),
      'lambda-runtime-invoked-function-arn': headers.functionArn,
      'latchkey-clock-offset-ms': String(headers.clockOffsetMs),
    });
    waiting.end(invocation.payload);
    waiting = null;
  };
  const finish = (requestId: string, result: InvocationResult): boolean => {
    if (pending?.invocation.requestId !== requestId) return false;
    const settled = settle;
    pending = null;
    settle = null;
    settled?.(result);
    return true;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, requestId = '', kind = ''] =
      /^\/2018-06-01\/runtime\/(?:invocation\/)?(.+?)(?:\/(response|error))?$/.exec(
        request.url ?? '',
      ) ?? [];
    if (request.method === 'GET' && requestId === 'next') {
      waiting = response;
      init.resolve();
      handOver();
      return;
    }
    const body = await readBody(request, MAX_RESPONSE_BYTES);
    const text = body?.toString() ?? '';
    if (requestId === 'init' && kind === 'error') {
      const { errorType, errorMessage } = readError(text);
      init.reject(new Error(`${errorType}: ${errorMessage}`));
      response.writeHead(202).end();
      return;
    }
    const result: InvocationResult =
      body === null
        ? failed(
            'Function.ResponseSizeTooLarge',
            `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
          )
        : kind === 'response'
          ? { outcome: 'returned', payload: text }
          : { outcome: 'failed', ...readError(text) };
    response.writeHead(finish(requestId, result) ? 202 : 400).end();
  };

  const secret = newSecret();
  const server = createServer(
    onlyWithSecret(secret, (request, response) => {
      answer(request, response).catch(() => response.destroy());
    }),
  );
  // The process waits for its next event as long as it takes.
  server.requestTimeout = 0;
  const listening: LocalServer = await listenLocally(server, 0);
  return {
    port: listening.port,
    secret,
    initialized: init.promise,
    invoke: (invocation, headers) =>
      new Promise((resolve) => {
        pending = { invocation, headers };
        settle = resolve;
        handOver();
      }),
    stop: () => listening.stop(),
  };
}

function readError(text: string): { readonly errorType: string; readonly errorMessage: string } {
  try {
    const { errorType, errorMessage } = JSON.parse(text) as Record<string, unknown>;
    return { errorType: String(errorType), errorMessage: String(errorMessage) };
  } catch {
    return { errorType: 'Runtime.Unknown', errorMessage: 'the runtime gave no reason' };
  }
}
