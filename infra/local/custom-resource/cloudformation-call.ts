import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { readBody } from '../aws/read-body.ts';
import { listenLocally } from '../listen-locally.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { JsonObject } from '../template/template.ts';

/** What CloudFormation tells a custom resource's function, less what is the same for all. */
export interface CustomResourceCall {
  readonly RequestType: 'Create' | 'Update';
  readonly ServiceToken: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceProperties: JsonObject;
  readonly PhysicalResourceId?: string;
  readonly OldResourceProperties?: JsonObject;
}

/** What a custom resource's function puts to the ResponseURL. */
export interface CustomResourceAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: JsonObject;
}

/**
 * Calls a custom resource's function as CloudFormation does, and waits for what it puts to the
 * ResponseURL ("Custom resource request and response types").
 *
 * @param invoke runs the function with the event
 * @returns its answer; a function that fails, or ends without an answer, is a FAILED one
 */
export async function callCustomResource(
  call: CustomResourceCall,
  invoke: (payload: string) => Promise<InvocationResult>,
): Promise<CustomResourceAnswer> {
  const put = Promise.withResolvers<CustomResourceAnswer>();
  const requestId = randomUUID();
  const server = createServer((request, response) => {
    // Only who was given the address may answer.
    if (request.method !== 'PUT' || request.url !== `/${requestId}`) {
      response.writeHead(403).end();
      return;
    }
    readBody(request, 4096 * 16)
      .then((body) => {
        put.resolve(JSON.parse(body?.toString() ?? '{}') as CustomResourceAnswer);
        response.writeHead(200).end();
      })
      .catch(() => response.writeHead(400).end());
  });
  const listening = await listenLocally(server, 0);
  try {
    const payload = JSON.stringify({
      ...call,
      RequestId: requestId,
      ResponseURL: `http://127.0.0.1:${listening.port}/${requestId}`,
    });
    const ended = invoke(payload).then(
      (result): Promise<CustomResourceAnswer> | CustomResourceAnswer => {
        if (result.outcome === 'failed') return { Status: 'FAILED', Reason: result.errorMessage };
        return Promise.race([put.promise, silence()]);
      },
    );
    return await Promise.race([put.promise, ended]);
  } finally {
    await listening.stop();
  }
}

/** A function that has returned and put nothing won't any more. */
const silence = (): Promise<CustomResourceAnswer> =>
  new Promise((resolve) => {
    setTimeout(resolve, 1000, { Status: 'FAILED', Reason: 'the function put no answer' });
  });
