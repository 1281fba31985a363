import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createSmokeClient } from '../../../../infra/cli/smoke/smoke-client.ts';

/** Answers as `listener` does, while `use` runs. */
async function against<T>(listener: RequestListener, use: (base: string) => Promise<T>) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const endless: RequestListener = (_request, response) => {
  const part = Buffer.alloc(64 * 1024, 'a');
  const fill = (): void => {
    while (response.write(part));
  };
  response.on('drain', fill);
  fill();
};

test('a body without an end is left off, and the check says so', async () => {
  const asked = against(endless, (base) => createSmokeClient(base, fetch).get('/openapi.json'));
  await expect(asked).rejects.toThrow(/more than 1048576 bytes/);
});

test('a redirect is an answer like another: no token goes after it', async () => {
  const paths: (string | undefined)[] = [];
  const redirecting: RequestListener = (request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  };
  const answer = await against(redirecting, (base) =>
    createSmokeClient(base, fetch).get('/users/me', 'token'),
  );
  expect(answer.status).toBe(302);
  expect(paths).toEqual(['/users/me']);
});

test('an address of another origin is not asked', async () => {
  const client = createSmokeClient('http://127.0.0.1:1', () => Promise.reject(new Error('asked')));
  await expect(client.get('http://127.0.0.1:2/keys')).rejects.toThrow('http://127.0.0.1:2');
});
