import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createSender } from '../../../functions/adapters/signed-requests/http-exchange.ts';
import {
  AwsRequestError,
  createSignedRequest,
} from '../../../functions/adapters/signed-requests/signed-request.ts';

type Reply = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const answer =
  (status: number, body: unknown): Reply =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const reset: Reply = (request) => void request.socket.destroy();
const silence: Reply = () => {};
const failure = (status: number, code: string) => answer(status, { __type: `com.amazon#${code}` });

/** A server over real sockets that gives each request the next reply; the last one goes on. */
async function serve(...replies: Reply[]) {
  const seen: { body: string; headers: IncomingMessage['headers']; socket: unknown }[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const reply = replies[Math.min(seen.length, replies.length - 1)];
      seen.push({ body, headers: request.headers, socket: request.socket });
      reply?.(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const environment: Record<string, string | undefined> = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'the-secret-key',
    AWS_SESSION_TOKEN: 'the-session-token',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  const request = createSignedRequest(environment, createSender());
  const call = () => request('secretsmanager', 'GetSecretValue', { SecretId: 'the-secret-id' });
  return { call, seen, environment };
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const errorOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

describe('a signed request', () => {
  it('carries operation, input and signature, and gives the answer', async () => {
    const { call, seen } = await serve(answer(200, { SecretString: 'x' }));
    expect(await call()).toEqual({ SecretString: 'x' });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ SecretId: 'the-secret-id' });
    expect(seen[0]?.headers).toMatchObject({
      'x-amz-target': 'secretsmanager.GetSecretValue',
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-security-token': 'the-session-token',
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-/),
    });
  });

  it('keeps its connection', async () => {
    const { call, seen } = await serve(answer(200, {}));
    await call();
    await call();
    expect(seen[1]?.socket).toBe(seen[0]?.socket);
  });

  it('reads the credentials at every call', async () => {
    const { call, seen, environment } = await serve(answer(200, {}));
    await call();
    environment['AWS_ACCESS_KEY_ID'] = 'AKIDOTHER';
    await call();
    expect(seen[1]?.headers.authorization).toContain('Credential=AKIDOTHER/');
  });

  it.each([
    ['a reset', reset],
    ['no answer for a second', silence],
    ['a throttle', failure(400, 'ThrottlingException')],
    ['a table throttle', failure(400, 'ProvisionedThroughputExceededException')],
    ["a server's error", failure(500, 'InternalServiceError')],
    ['a 503 without JSON', answer(503, '<html>')],
  ])('is sent once more, over another socket, after %s', async (_, reply) => {
    const { call, seen } = await serve(answer(200, {}), reply, answer(200, { ok: 1 }));
    await call();
    expect(await call()).toEqual({ ok: 1 });
    expect(seen).toHaveLength(3);
    expect(seen[1]?.socket).toBe(seen[0]?.socket);
    expect(seen[2]?.socket).not.toBe(seen[1]?.socket);
  });

  it.each([
    ['resets', reset, 'Unreachable'],
    ['throttles', failure(400, 'ThrottlingException'), 'ThrottlingException'],
    ['errors', failure(500, 'InternalServiceError'), 'InternalServiceError'],
  ])('gives up after the second of two %s', async (_, reply, code) => {
    const { call, seen } = await serve(reply);
    expect(await errorOf(call())).toMatchObject({ name: 'AwsRequestError', code });
    expect(seen).toHaveLength(2);
  });

  it('is not repeated when AWS refused it, and says what AWS called it', async () => {
    const { call, seen } = await serve(failure(400, 'AccessDeniedException'));
    const error = await errorOf(call());
    expect(error).toBeInstanceOf(AwsRequestError);
    expect(error).toMatchObject({
      code: 'AccessDeniedException',
      message: 'GetSecretValue failed: AccessDeniedException (HTTP 400)',
    });
    expect(seen).toHaveLength(1);
  });

  it.each(['', 'null', '"x"', '{', '<html>'])('takes no %j for an answer', async (body) => {
    const { call } = await serve(answer(200, body));
    expect(await errorOf(call())).toMatchObject({ code: 'Unreadable' });
  });

  it('has no secret in its errors', async () => {
    const { call } = await serve(answer(400, { __type: 'x#Bad', message: 'the-secret-key' }));
    const error = (await errorOf(call())) as AwsRequestError;
    const text = `${String(error.stack)} ${JSON.stringify(error)} ${String(error.cause)}`;
    expect(text).not.toMatch(/the-secret-key|the-session-token|the-secret-id/);
  });

  it('says which variables are missing', async () => {
    const { call, environment } = await serve(answer(200, {}));
    delete environment['AWS_ACCESS_KEY_ID'];
    expect(await errorOf(call())).toMatchObject({
      message: expect.stringContaining('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set'),
    });
    delete environment['AWS_REGION'];
    expect(await errorOf(call())).toMatchObject({
      message: expect.stringContaining('AWS_REGION is not set'),
    });
  });
});
