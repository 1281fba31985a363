import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createServer, type IncomingMessage } from 'node:http';
import { openStackKeys } from '../../../../infra/cli/keys/stack-keys.ts';
import { readSignatureHeader, signatureProblem } from '../../../../infra/local/iam/signature.ts';
import { listenLocally } from '../../../../infra/local/listen-locally.ts';

const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret-key',
  sessionToken: 'token',
};
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:auth-Keys';
const ANSWER = {
  describedAt: 0,
  signing: { keys: [], lastRotation: null },
  refreshToken: { keys: [], lastRotation: null },
  secrets: { signing: 'arn:signing', refreshToken: 'arn:refresh' },
};
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

interface Call {
  readonly operation: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly signatureProblem: string | null;
}
type Reply = readonly [status: number, body: object, headers?: Record<string, string>];

/** AWS as far as the command talks to it; every call's signature is verified. */
async function startAws(replies: Readonly<Record<string, (call: Call) => Reply>>) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { url: path = '/', headers } = request;
      const operation =
        String(headers['x-amz-target'] ?? 'secretsmanager.Invoke').split('.')[1] ?? '';
      const signature = readSignatureHeader(headers.authorization);
      const call = {
        operation,
        path,
        body: JSON.parse(body.toString()) as Call['body'],
        signatureProblem: signature
          ? signatureProblem(
              { method: 'POST', path, headers, body },
              signature,
              CREDENTIALS.secretAccessKey,
              Date.now(),
            )
          : 'unsigned',
      };
      calls.push(call);
      const [status, answer, more = {}] = replies[operation]?.(call) ?? [404, {}];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...more });
      response.end(JSON.stringify(answer));
    });
  });
  const listening = await listenLocally(server, 0);
  cleanUp.push(() => listening.stop());
  const url = `http://127.0.0.1:${listening.port}`;
  const client = new SecretsManagerClient({
    region: 'eu-west-1',
    credentials: CREDENTIALS,
    endpoint: url,
    maxAttempts: 1,
  });
  cleanUp.push(() => client.destroy());
  const open = (target: { stack: string } | { function: string }) =>
    openStackKeys(target, { AWS_ENDPOINT_URL_LAMBDA: url }, client);
  return { calls, open };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const secret = (stack: string, RotationLambdaARN: string | undefined, more: object = {}) => ({
  ARN: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${stack}`,
  Description: 'Latchkey: signing keys, private',
  Tags: [{ Key: 'aws:cloudformation:stack-name', Value: stack }],
  RotationLambdaARN,
  ...more,
});

test('the keys function is found by the stack’s tag on the secrets that it rotates, over several pages', async () => {
  const { calls, open } = await startAws({
    ListSecrets: ({ body }) =>
      body['NextToken'] === undefined
        ? [
            200,
            {
              SecretList: [
                secret('auth-staging', 'arn:aws:lambda:eu-west-1:1:function:staging'),
                secret('auth', 'arn:aws:lambda:eu-west-1:1:function:db', {
                  Description: 'a database',
                }),
                secret('auth', 'arn:aws:lambda:eu-west-1:1:function:tag', {
                  Tags: [{ Key: 'team', Value: 'auth' }],
                }),
              ],
              NextToken: 'more',
            },
          ]
        : [200, { SecretList: [secret('auth', ARN)] }],
    Invoke: () => [200, ANSWER],
  });
  const service = await open({ stack: 'auth' });
  expect(service.name).toBe('stack auth');
  expect(await service.send({ command: 'end_keys', kids: ['a'] })).toEqual(ANSWER);
  expect(calls[0]?.body['Filters']).toEqual([{ Key: 'tag-value', Values: ['auth'] }]);
  expect(calls.at(-1)).toMatchObject({
    path: '/2015-03-31/functions/auth-Keys/invocations',
    body: { command: 'end_keys', kids: ['a'] },
  });
  expect(calls.map((call) => call.signatureProblem)).toEqual([null, null, null]);
});

test('a function can be named instead, and a rotation is begun by its secret', async () => {
  const { calls, open } = await startAws({
    RotateSecret: () => [200, { ARN: 'arn:signing' }],
    DescribeSecret: () => [200, { NextRotationDate: 1_800_000_000 }],
  });
  const service = await open({ function: ARN });
  expect(await service.rotate('arn:signing')).toBe('begun');
  expect(await service.nextRotation('arn:signing')).toBe(1_800_000_000_000);
  expect(calls.map(({ operation, body }) => [operation, body['SecretId']])).toEqual([
    ['RotateSecret', 'arn:signing'],
    ['DescribeSecret', 'arn:signing'],
  ]);
});

test('an unfinished rotation is told apart from a refusal, and a schedule may stay unknown', async () => {
  let message = "A previous rotation isn't complete. That rotation will be reattempted.";
  const { open } = await startAws({
    RotateSecret: () => [400, { __type: 'InvalidRequestException', message }],
    DescribeSecret: () => [400, { __type: 'AccessDeniedException' }],
  });
  const service = await open({ function: ARN });
  expect(await service.rotate('arn:signing')).toBe('unfinished');
  message = 'the secret is being deleted';
  await expect(service.rotate('arn:signing')).rejects.toThrow(
    'Secrets Manager refused: the secret is being deleted',
  );
  expect(await service.nextRotation('arn:signing')).toBeNull();
});

test.each<[string, readonly object[], number, RegExp]>([
  ['no such stack', [], 1, /^there is no stack auth with Latchkey's keys in eu-west-1: check/],
  ['a stack without rotation', [secret('auth', undefined)], 1, /^there is no stack auth/],
  [
    'several services in it',
    [secret('auth', `${ARN}1`), secret('auth', `${ARN}2`)],
    2,
    /^the stack auth has several token services: name one with --function, arn.*1 or arn.*2$/,
  ],
])('%s is one clear line', async (_what, SecretList, exitCode, message) => {
  const { open } = await startAws({ ListSecrets: () => [200, { SecretList }] });
  await expect(open({ stack: 'auth' })).rejects.toMatchObject({
    name: 'CliError',
    exitCode,
    message: expect.stringMatching(message),
  });
});

test('what AWS refuses is one clear line', async () => {
  const { open } = await startAws({
    ListSecrets: () => [
      400,
      { __type: 'AccessDeniedException', Message: 'not authorized to perform: ListSecrets' },
    ],
    Invoke: () => [403, { Message: 'not authorized to perform: lambda:InvokeFunction' }],
  });
  await expect(open({ stack: 'auth' })).rejects.toThrow(
    'Secrets Manager refused: not authorized to perform: ListSecrets',
  );
  const service = await open({ function: 'auth-Keys' });
  await expect(service.send({ command: 'describe' })).rejects.toThrow(
    "the function auth-Keys can't be called: not authorized to perform: lambda:InvokeFunction",
  );
});

test.each<[string, Reply, string]>([
  [
    'fails',
    [
      200,
      { errorMessage: 'the key-set secret is unreadable' },
      { 'x-amz-function-error': 'Unhandled' },
    ],
    'the function auth-Keys failed: the key-set secret is unreadable; its log says more',
  ],
  [
    'is another one',
    [200, { statusCode: 200 }],
    "auth-Keys doesn't answer like Latchkey's keys function: check its name",
  ],
])('a function that %s is one clear line', async (_what, reply, message) => {
  const { open } = await startAws({ Invoke: () => reply });
  const service = await open({ function: 'auth-Keys' });
  await expect(service.send({ command: 'describe' })).rejects.toThrow(message);
});

test('a name that is none is refused before it gets into an address', async () => {
  const { open, calls } = await startAws({});
  const service = await open({ function: '../../secrets' });
  await expect(service.send({ command: 'describe' })).rejects.toThrow("is no function's name");
  expect(calls).toEqual([]);
});

test('without credentials, and without a region, it says so', async () => {
  const noCredentials = new SecretsManagerClient({
    region: 'eu-west-1',
    credentials: () =>
      Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' })),
  });
  await expect(openStackKeys({ stack: 'auth' }, {}, noCredentials)).rejects.toThrow(
    'there are no AWS credentials: log in, or name a profile with AWS_PROFILE',
  );
  const noRegion = new SecretsManagerClient({
    region: (): Promise<string> => Promise.reject(new Error('none')),
    credentials: CREDENTIALS,
  });
  await expect(openStackKeys({ stack: 'auth' }, {}, noRegion)).rejects.toThrow(
    'there is no AWS region: set AWS_REGION',
  );
});

test('an endpoint that does not answer is one clear line', async () => {
  const client = new SecretsManagerClient({ region: 'eu-west-1', credentials: CREDENTIALS });
  const environment = { AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1' };
  const service = await openStackKeys({ function: 'auth-Keys' }, environment, client);
  await expect(service.send({ command: 'describe' })).rejects.toThrow(
    /^127\.0\.0\.1:1 can't be reached: /,
  );
});
