import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { answerUrl } from '../../../functions/keys/answer-url.ts';
import { putAnswer } from '../../../functions/keys/put-answer.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly length: string | undefined;
  readonly body: string;
}

describe('putting the answer', () => {
  const received: Received[] = [];
  let statuses: number[] = [];
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        received.push({
          method,
          url,
          type: headers['content-type'],
          length: headers['content-length'],
          body,
        });
        response.writeHead(statuses.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    received.length = 0;
  });

  afterAll(async () => new Promise((resolve) => server.close(resolve)));

  test('is one PUT with the query as it was, an empty content type and the length in bytes', async () => {
    statuses = [];
    await putAnswer(`${origin}/answer?X-Amz-Signature=a%2Fb`, '{"Reason":"ä"}', 1);
    expect(received).toEqual([
      {
        method: 'PUT',
        url: '/answer?X-Amz-Signature=a%2Fb',
        type: '',
        length: '15',
        body: '{"Reason":"ä"}',
      },
    ]);
  });

  test('is tried again after a failure', async () => {
    statuses = [500, 503, 200];
    await putAnswer(`${origin}/answer`, '{}', 1);
    expect(received).toHaveLength(3);
  });

  test.each([
    ['another host', 'https://attacker.example/answer'],
    ['a host that only looks like one of AWS', 'https://evilamazonaws.com/answer'],
    ['a host with that of AWS in front', 'https://s3.amazonaws.com.attacker.example/answer'],
    ['a host with that of AWS as the user', 'https://s3.amazonaws.com@attacker.example/answer'],
    ['AWS in the clear', 'http://bucket.s3.eu-west-1.amazonaws.com/answer'],
    ['an address of the network', 'http://169.254.169.254/latest/meta-data'],
    ['a name that begins like a loopback address', 'http://127.0.0.1.attacker.example/answer'],
    ['another scheme', 'ftp://bucket.s3.amazonaws.com/answer'],
    ['no URL', 'hush'],
  ])('goes to nobody but CloudFormation, at once: not to %s', async (_, url) => {
    const error: unknown = await putAnswer(`${url}?Signature=hush`, '{}', 60_000).catch(
      (caught: unknown) => caught,
    );
    expect((error as Error).message).toMatch(/^the answer's URL is not one of CloudFormation's/);
    expect(inspect(error)).not.toContain('hush');
  });

  test.each([
    'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/a?b=c',
    'https://bucket.s3.cn-north-1.amazonaws.com.cn/a?b=c',
    'https://BUCKET.s3.AmazonAWS.com/a',
    'http://localhost:3000/a',
    'http://[::1]:3000/a',
  ])('may go to %s', (url) => {
    expect(answerUrl(url).href).toBe(new URL(url).href);
  });

  test('fails after four tries, without the URL in the error', async () => {
    statuses = [403, 403, 403, 403];
    const error: unknown = await putAnswer(`${origin}/answer?Signature=hush`, '{}', 1).catch(
      (caught: unknown) => caught,
    );
    expect(String((error as Error).stack)).toContain('refused with status 403');
    expect(String((error as Error).stack)).not.toContain('hush');
    expect(received).toHaveLength(4);
  });
});
