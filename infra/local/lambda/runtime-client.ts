/**
 * The process of one function: loads its bundle and asks the Runtime API for work, as the runtime on
 * AWS does. It ends with the process that started it.
 */
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';
import { SECRET_HEADER, SECRET_VARIABLE } from '../only-with-secret.ts';
import { makeClockShiftable, setClockOffset } from './clock-offset.ts';

type Handler = (event: unknown, context: object) => unknown;

/** The pipe to the parent: it closes when the parent ends, however it ends. */
const PARENT_PIPE = 3;
const parent = new Socket({ fd: PARENT_PIPE });
parent.on('close', () => process.exit(0));
parent.on('error', () => process.exit(0));
parent.resume();
parent.unref();
// Ctrl-C reaches the whole process group: the parent decides when a function ends.
process.on('SIGINT', () => {});

const { env } = process;
const [host = '127.0.0.1', port = '0'] = (env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
if (env['LATCHKEY_CLOCK_OFFSET_MS'] !== undefined) {
  setClockOffset(Number(env['LATCHKEY_CLOCK_OFFSET_MS']));
  makeClockShiftable();
}
// What the template doesn't give, the function doesn't see.
delete env['LATCHKEY_CLOCK_OFFSET_MS'];
delete env['NODE_COMPILE_CACHE'];
const secret = env[SECRET_VARIABLE] ?? '';
delete env[SECRET_VARIABLE];

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const call = (method: string, path: string, body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-length': Buffer.byteLength(body), [SECRET_HEADER]: secret };
    const request = httpRequest(
      { host, port, agent, method, headers, path: `/2018-06-01/runtime${path}` },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });

const describe = (error: unknown): string =>
  JSON.stringify(
    error instanceof Error
      ? {
          errorType: error.name,
          errorMessage: error.message,
          trace: error.stack?.split('\n') ?? [],
        }
      : { errorType: typeof error, errorMessage: String(error), trace: [] },
  );

async function loadHandler(): Promise<Handler> {
  const [file, name] = splitAtLastDot(env['_HANDLER'] ?? '');
  const folder = env['LAMBDA_TASK_ROOT'] ?? '';
  const path =
    ['.js', '.mjs', '.cjs'].map((end) => join(folder, file + end)).find(existsSync) ?? '';
  const loaded = (
    path.endsWith('.mjs')
      ? await import(pathToFileURL(path).href)
      : createRequire(join(folder, 'index.js'))(path)
  ) as Record<string, Handler>;
  const handler = loaded[name];
  if (typeof handler !== 'function') throw new TypeError(`${env['_HANDLER']} is not a function`);
  return handler;
}

const splitAtLastDot = (text: string): readonly [string, string] => {
  const dot = text.lastIndexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
};

function contextOf(headers: IncomingHttpHeaders): object {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function serve(handler: Handler): Promise<never> {
  for (;;) {
    const { headers, body } = await call('GET', '/invocation/next');
    setClockOffset(Number(headers['latchkey-clock-offset-ms'] ?? 0));
    const id = String(headers['lambda-runtime-aws-request-id']);
    try {
      const result = await handler(JSON.parse(body), contextOf(headers));
      await call('POST', `/invocation/${id}/response`, JSON.stringify(result ?? null));
    } catch (error) {
      await call('POST', `/invocation/${id}/error`, describe(error));
    }
  }
}

try {
  await serve(await loadHandler().catch(reportInitError));
} catch {
  // The Runtime API is gone, and so is the parent.
  process.exit(0);
}

async function reportInitError(error: unknown): Promise<never> {
  await call('POST', '/init/error', describe(error));
  process.exit(1);
}
