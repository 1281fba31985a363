import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The running service under a path, as every API has one on AWS that has no domain of its own. */
export interface StagePath {
  /** With the path: `http://localhost:4711/v1`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Puts the service behind a stage's path. What isn't under it is nobody's: 403, as API Gateway says
 * of a stage that it doesn't know.
 */
export async function serveUnderStage(serviceUrl: string, stage: string): Promise<StagePath> {
  const server = createServer((incoming, outgoing) => {
    const [, path] = new RegExp(`^/${stage}(/.*)$`).exec(incoming.url ?? '') ?? [];
    if (path === undefined) {
      outgoing.writeHead(403, { 'content-type': 'application/json' });
      outgoing.end('{"message":"Forbidden"}');
      return;
    }
    const { method, headers } = incoming;
    const onwards = forward(`${serviceUrl}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/${stage}`, stop: () => close(server) };
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
