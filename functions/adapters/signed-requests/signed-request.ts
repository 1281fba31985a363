import {
  credentialsOf,
  endpointOf,
  regionOf,
  type AwsService,
  type Environment,
} from './aws-endpoint.ts';
import type { ExchangeAnswer, SendExchange } from './http-exchange.ts';
import { signRequest } from './sign-request.ts';

/** One attempt may take this long, in milliseconds. */
export const ATTEMPT_TIMEOUT_MS = 1000;

/** Calls one operation of an AWS service and gives its answer, parsed. */
export type SignedRequest = (
  service: AwsService,
  operation: string,
  input: object,
) => Promise<unknown>;

/**
 * AWS refused, or could not be reached. The message has operation, code and status: nothing of what
 * was sent, nothing of what came back.
 */
export class AwsRequestError extends Error {
  override readonly name = 'AwsRequestError';
  /** AWS's name of the error, or `Unreachable`. */
  readonly code: string;
  /** How many attempts were made: the second can fail on the first one's own success. */
  readonly attempts: number;

  constructor(operation: string, code: string, detail: string, attempts = 1) {
    super(`${operation} failed: ${code} (${detail})`);
    this.code = code;
    this.attempts = attempts;
  }
}

const PROTOCOLS: Readonly<Record<AwsService, { type: string; target: string }>> = {
  secretsmanager: { type: 'application/x-amz-json-1.1', target: 'secretsmanager' },
  dynamodb: { type: 'application/x-amz-json-1.0', target: 'DynamoDB_20120810' },
};

const THROTTLES = /^(?:Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|TooManyRequests)/;

/**
 * Signs requests (AWS Signature Version 4) and sends them: what a verifier needs of AWS without
 * the SDK's weight. A request that was reset, got no answer in time, was throttled or met a
 * server's error is sent once more, over a connection of its own: a frozen function wakes up with
 * connections that are dead and don't know it.
 *
 * @param environment read at every call, since credentials change under a running process
 * @param send see `createSender`
 */
export function createSignedRequest(environment: Environment, send: SendExchange): SignedRequest {
  const attempt = async (
    service: AwsService,
    operation: string,
    input: object,
    freshSocket: boolean,
  ): Promise<ExchangeAnswer> => {
    const url = endpointOf(service, environment);
    const { type, target } = PROTOCOLS[service];
    const body = JSON.stringify(input);
    const headers = signRequest(
      {
        service,
        region: regionOf(environment),
        url,
        headers: { 'content-type': type, 'x-amz-target': `${target}.${operation}` },
        body,
      },
      credentialsOf(environment),
      Date.now(),
    );
    return send({ url, headers, body, timeoutMs: ATTEMPT_TIMEOUT_MS, freshSocket });
  };

  return async (service, operation, input) => {
    let answer = await attempt(service, operation, input, false).catch(() => null);
    const attempts = answer === null || isWorthRepeating(answer) ? 2 : 1;
    if (answer === null || attempts === 2) {
      try {
        answer = await attempt(service, operation, input, true);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
        throw new AwsRequestError(operation, 'Unreachable', code, attempts);
      }
    }
    if (answer.status !== 200) {
      const detail = `HTTP ${answer.status}`;
      throw new AwsRequestError(operation, errorCodeOf(answer), detail, attempts);
    }
    return parseBody(answer) ?? refuseBody(operation);
  };
}

const isWorthRepeating = (answer: ExchangeAnswer): boolean =>
  answer.status >= 500 || answer.status === 429 || THROTTLES.test(errorCodeOf(answer));

/** `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException` → `ResourceNotFoundException` */
function errorCodeOf(answer: ExchangeAnswer): string {
  const type = parseBody(answer)?.['__type'];
  return typeof type === 'string' ? (/[A-Za-z]{1,80}$/.exec(type)?.[0] ?? 'Unknown') : 'Unknown';
}

function parseBody({ body }: ExchangeAnswer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

const refuseBody = (operation: string): never => {
  throw new AwsRequestError(operation, 'Unreadable', 'the answer is not a JSON object');
};
