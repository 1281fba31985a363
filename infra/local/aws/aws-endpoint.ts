import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readSignatureHeader, scopeProblem, signatureProblem } from '../iam/signature.ts';
import { decideAccess, type AccessRequest } from '../iam/policy-statement.ts';
import { listenLocally, type LocalServer } from '../listen-locally.ts';
import { LOCAL_REGION } from '../template/stack-template.ts';
import { isObject, type Json, type JsonObject } from '../template/template.ts';
import { readBody } from './read-body.ts';
import type { Principal } from './principal.ts';

/** One call of an AWS API in its JSON protocol. */
export interface AwsCall {
  /** `GetItem`; empty for a service that names its operations by path. */
  readonly operation: string;
  readonly path: string;
  readonly body: JsonObject;
  readonly rawBody: Buffer;
  readonly headers: IncomingMessage['headers'];
}

/** An answer as it goes over the wire. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer | string;
}

/** One AWS service as the local edition plays it. */
export interface AwsService {
  /** `DynamoDB`, for messages. */
  readonly name: string;
  /** `dynamodb`, as signatures name it. */
  readonly signingName: string;
  readonly contentType: string;
  /** What stands before an error's code in `__type`. */
  readonly errorPrefix: string;
  /** What the call asks of IAM: every one must be allowed. */
  accessOf(call: AwsCall): readonly AccessRequest[];
  answer(call: AwsCall): Promise<AwsAnswer>;
}

/** What an endpoint needs around it. */
export interface AwsEndpointOptions {
  /** @returns whose access key this is, or `undefined` */
  findPrincipal(accessKeyId: string): Principal | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Told of every refusal, in one line. */
  onRefusal(line: string): void;
}

/**
 * Serves an AWS service on a free local port: verifies the signature, asks the caller's role, then
 * answers. A refusal is worded as AWS words it, with the action and the resource.
 */
export function serveAwsEndpoint(
  service: AwsService,
  options: AwsEndpointOptions,
): Promise<LocalServer> {
  const server = createServer((request, response) => {
    handle(service, options, request)
      .catch((error: unknown) => {
        options.onRefusal(`${service.name} failed: ${String(error)}`);
        return errorAnswer(
          service,
          500,
          'InternalServerError',
          'The request processing has failed',
        );
      })
      .then((answer) => send(response, service, answer, options.now()))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  return listenLocally(server, 0);
}

async function handle(
  service: AwsService,
  options: AwsEndpointOptions,
  request: IncomingMessage,
): Promise<AwsAnswer> {
  const rawBody = await readBody(request, 16 * 1024 * 1024);
  if (rawBody === null) return errorAnswer(service, 413, 'RequestTooLarge', 'Request too large');
  const signature = readSignatureHeader(request.headers.authorization);
  if (!signature) {
    const message = 'Request is missing Authentication Token';
    return errorAnswer(service, 400, 'MissingAuthenticationTokenException', message);
  }
  const principal = options.findPrincipal(signature.accessKeyId);
  if (!principal || request.headers['x-amz-security-token'] !== principal.key.sessionToken) {
    const message = 'The security token included in the request is invalid.';
    return errorAnswer(service, 400, 'UnrecognizedClientException', message);
  }
  const problem =
    scopeProblem(signature, LOCAL_REGION, service.signingName) ??
    signatureProblem(
      {
        method: request.method ?? 'POST',
        path: request.url ?? '/',
        headers: request.headers,
        body: rawBody,
      },
      signature,
      principal.key.secretAccessKey,
      options.now(),
    );
  if (problem !== null) return errorAnswer(service, 400, 'InvalidSignatureException', problem);
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const call: AwsCall = {
    operation,
    path: request.url ?? '/',
    body: parseObject(rawBody),
    rawBody,
    headers: request.headers,
  };
  const refusal = refusalOf(service, principal, call);
  if (refusal !== null) {
    options.onRefusal(refusal);
    return errorAnswer(service, 400, 'AccessDeniedException', refusal);
  }
  return service.answer(call);
}

/** @returns AWS's words for the first access that the principal hasn't got, or `null` */
function refusalOf(service: AwsService, principal: Principal, call: AwsCall): string | null {
  if (principal.statements === null) return null;
  for (const request of service.accessOf(call)) {
    const context = { ...request.context, 'aws:PrincipalArn': [principal.roleArn] };
    const decision = decideAccess(principal.statements, { ...request, context });
    if (decision === 'allowed') continue;
    const because =
      decision === 'explicitly_denied'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${request.action} action`;
    return `User: ${principal.arn} is not authorized to perform: ${request.action} on resource: ${request.resource} ${because}`;
  }
  return null;
}

/** @returns an error in the service's protocol */
export const errorAnswer = (
  service: Pick<AwsService, 'errorPrefix'>,
  status: number,
  code: string,
  message: string,
): AwsAnswer => ({
  status,
  body: JSON.stringify({ __type: `${service.errorPrefix}${code}`, Message: message, message }),
});

function send(response: ServerResponse, service: AwsService, answer: AwsAnswer, now: number): void {
  response.writeHead(answer.status, {
    'content-type': service.contentType,
    'x-amzn-requestid': randomUUID(),
    ...answer.headers,
    // The SDK takes the time from it that it signs the next request with.
    date: new Date(now).toUTCString(),
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}

function parseObject(body: Buffer): JsonObject {
  try {
    const parsed = JSON.parse(body.toString() || '{}') as Json;
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
