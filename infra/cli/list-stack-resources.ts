import type { AwsCredentials } from '../../functions/adapters/signed-requests/aws-endpoint.ts';
import { signRequest } from '../../functions/adapters/signed-requests/sign-request.ts';
import { CliError } from './cli-error.ts';

/** Where and as whom CloudFormation is called. */
export interface CloudFormationCaller {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** `https://cloudformation.<region>.amazonaws.com` */
  readonly cloudFormationUrl: string;
}

/** A resource that a stack has now. */
export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  /** `AWS::DynamoDB::Table` */
  readonly type: string;
}

const TIMEOUT_MS = 30_000;

/**
 * Asks CloudFormation what a stack consists of ("ListStackResources", CloudFormation API reference).
 * Signed here, since one call needs no client package.
 *
 * @throws CliError in one line: refused, unreachable, no such stack
 */
export async function listStackResources(
  caller: CloudFormationCaller,
  stack: string,
): Promise<readonly StackResource[]> {
  const resources: StackResource[] = [];
  let nextToken: string | null = null;
  do {
    const answer = await callCloudFormation(caller, {
      Action: 'ListStackResources',
      Version: '2010-05-15',
      StackName: stack,
      ...(nextToken === null ? {} : { NextToken: nextToken }),
    });
    for (const [, member = ''] of answer.matchAll(/<member>([\s\S]*?)<\/member>/g)) {
      const [logicalId, physicalId, type, status] = [
        'LogicalResourceId',
        'PhysicalResourceId',
        'ResourceType',
        'ResourceStatus',
      ].map((name) => element(member, name));
      // What an update or a deletion has left behind is the stack's no more.
      if (!logicalId || !physicalId || !type || /^DELETE_(COMPLETE|SKIPPED)$/.test(status ?? '')) {
        continue;
      }
      resources.push({ logicalId, physicalId, type });
    }
    nextToken = element(answer, 'NextToken');
  } while (nextToken !== null);
  return resources;
}

/**
 * Calls one of CloudFormation's operations, signed.
 *
 * @returns the answer's XML
 * @throws CliError in one line: refused, unreachable
 */
export async function callCloudFormation(
  { region, credentials, cloudFormationUrl }: CloudFormationCaller,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const url = new URL('/', cloudFormationUrl);
  const body = new URLSearchParams(parameters).toString();
  const { host: _host, ...headers } = signRequest(
    {
      service: 'cloudformation',
      region,
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body,
    },
    await credentials(),
    Date.now(),
  );
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, { method: 'POST', headers, body, signal });
    text = await answer.text();
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new CliError(`${url.host} can't be reached: ${reason}`, undefined, { cause: error });
  }
  if (answer.ok) return text;
  throw new CliError(
    `CloudFormation refused: ${element(text, 'Message') ?? `HTTP ${answer.status}`}`,
  );
}

/** @returns the text of the first element of that name, which has no elements in it, or `null` */
export function element(xml: string, name: string): string | null {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return text === undefined ? null : unescaped(text);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&amp;': '&',
};

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|quot|apos|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
