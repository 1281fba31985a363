import { Agent, request as httpRequest } from 'node:http';
import { type JsonObject, scalarText } from '../template/template.ts';
import type { AwsAnswer } from '../aws/aws-endpoint.ts';
import { SECRET_HEADER } from '../only-with-secret.ts';
import type { Dynalite } from './open-dynalite.ts';

/** Sends requests straight to dynalite, past IAM. */
export interface DynaliteClient {
  /** Passes a signed request on as it came. */
  forward(
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ): Promise<AwsAnswer>;
  /**
   * One call of the local edition's own.
   *
   * @throws Error with the error's `__type` as its name
   */
  call(operation: string, body: JsonObject): Promise<JsonObject>;
  stop(): void;
}

/** dynalite wants to see a signature and verifies none. */
const UNVERIFIED =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** @param dynalite where it listens, and what it wants to be shown */
export function createDynaliteClient({
  port,
  secret,
}: Pick<Dynalite, 'port' | 'secret'>): DynaliteClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const forward: DynaliteClient['forward'] = (headers, body) =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port,
          agent,
          method: 'POST',
          path: '/',
          headers: { ...headers, 'content-length': body.length, [SECRET_HEADER]: secret },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { connection: _hop, 'keep-alive': _alive, ...kept } = response.headers;
            resolve({
              status: response.statusCode ?? 500,
              headers: kept,
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  return {
    forward,
    async call(operation, body) {
      const answer = await forward(
        {
          authorization: UNVERIFIED,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-date': '20260101T000000Z',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
        },
        Buffer.from(JSON.stringify(body)),
      );
      const parsed = JSON.parse(answer.body.toString()) as JsonObject;
      if (answer.status === 200) return parsed;
      const error = new Error(scalarText(parsed['message'] ?? parsed['Message'] ?? operation));
      error.name = scalarText(parsed['__type']).split('#').at(-1) ?? 'Error';
      throw error;
    },
    stop: () => agent.destroy(),
  };
}
