import { createServer } from 'node:http';

import { readBody } from '../local/aws/read-body.ts';
import { listenLocally } from '../local/listen-locally.ts';

type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Input = Readonly<Record<string, unknown>>;

/** What the two services hold. */
export interface FakeAwsContent {
  readonly secrets: Readonly<Record<string, string>>;
  readonly user: Item;
  readonly usersTable: string;
  readonly refreshTokensTable: string;
}

/**
 * Secrets Manager and DynamoDB with one user and one session, as fast as a process can answer: what a
 * start costs is to be measured, and not an emulator. The session is the one that a login has put.
 *
 * @returns where both of them listen
 */
export async function startFakeAws(
  content: FakeAwsContent,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  let family: Item = {};
  const operations: Readonly<Record<string, (input: Input) => object>> = {
    GetSecretValue: ({ SecretId: id }) => ({
      ARN: id,
      VersionId: 'v1',
      SecretString: content.secrets[String(id)],
    }),
    GetItem: ({ Key: key }) => ({ Item: isFamily(key) ? family : content.user }),
    BatchGetItem: () => ({
      Responses: { [content.usersTable]: [content.user], [content.refreshTokensTable]: [family] },
      UnprocessedKeys: {},
    }),
    PutItem: ({ Item: item }) => {
      if (isFamily(item)) family = item as Item;
      return {};
    },
    UpdateItem: () => ({ Attributes: rotated(family) }),
    Query: () => ({ Items: [], Count: 0, ScannedCount: 0 }),
  };
  const server = createServer((request, response) => {
    const target = String(request.headers['x-amz-target']).split('.');
    void readBody(request, 1_000_000).then((body) => {
      const operation = operations[target.at(-1) ?? ''];
      const input = JSON.parse(String(body)) as Input;
      const answer = operation?.(input) ?? { __type: `${target.join('.')}#UnknownOperation` };
      response.writeHead(operation ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer));
    });
  });
  const listening = await listenLocally(server, 0);
  return { url: `http://127.0.0.1:${listening.port}`, stop: () => listening.stop() };
}

function isFamily(key: unknown): boolean {
  const sortKey = (key as Item)['sk']?.['S'];
  return typeof sortKey === 'string' && sortKey.startsWith('session#');
}

const rotated = (family: Item): Item => ({
  ...family,
  generation: { N: String(Number(family['generation']?.['N']) + 1) },
  rotated0: { N: String(Date.now()) },
});
