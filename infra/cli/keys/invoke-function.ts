import {
  signRequest,
  type UnsignedRequest,
} from '../../../functions/adapters/signed-requests/sign-request.ts';
import type { AwsCredentials } from '../../../functions/adapters/signed-requests/aws-endpoint.ts';
import { CliError } from '../cli-error.ts';

/** Where and as whom functions are called. */
export interface Invoker {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** `https://lambda.<region>.amazonaws.com` */
  readonly lambdaUrl: string;
}

/** The function may wait a minute for a key to go; two minutes are its own limit. */
const TIMEOUT_MS = 130_000;

/**
 * Calls a Lambda function and waits for its answer ("Invoke", Lambda API reference). Signed here,
 * since one call needs no client package.
 *
 * @param functionName its name or ARN
 * @throws CliError in one line: refused, unreachable, or failed
 */
export async function invokeFunction(
  { region, credentials, lambdaUrl }: Invoker,
  functionName: string,
  event: object,
): Promise<unknown> {
  const name = functionName.split(':function:')[1]?.split(':')[0] ?? functionName;
  if (!/^[\w-]{1,140}$/.test(name)) throw new CliError(`${functionName} is no function's name`);
  const request: UnsignedRequest = {
    service: 'lambda',
    region,
    url: new URL(`/2015-03-31/functions/${name}/invocations`, lambdaUrl),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  };
  const { host: _host, ...headers } = signRequest(request, await credentials(), Date.now());
  const { url, body } = request;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, { method: 'POST', headers, body, signal });
    text = await answer.text();
  } catch (error) {
    throw new CliError(`${url.host} can't be reached: ${reasonOf(error)}`, undefined, {
      cause: error,
    });
  }
  const content = parse(text);
  if (!answer.ok) {
    const message = textOf(content['Message'] ?? content['message']) ?? `HTTP ${answer.status}`;
    throw new CliError(`the function ${name} can't be called: ${message}`);
  }
  if (answer.headers.has('x-amz-function-error')) {
    const message = textOf(content['errorMessage']) ?? 'it gave no reason';
    throw new CliError(`the function ${name} failed: ${message}; its log says more`);
  }
  return content;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
};
