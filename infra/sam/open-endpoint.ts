import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import aws4 from 'aws4';
import type { AccessKey } from '../local/aws/principal.ts';
import { listenLocally, type LocalServer } from '../local/listen-locally.ts';

/** Where calls go on to, and as whom. */
export interface OpenEndpointOptions {
  /** The local edition's endpoint, `http://127.0.0.1:…`. */
  readonly target: string;
  readonly service: 'dynamodb' | 'secretsmanager';
  readonly key: AccessKey;
  readonly port: number;
  /** Takes what a custom resource answers, which arrives here as a PUT. */
  readonly onAnswer: (body: string) => void;
}

/**
 * Stands before an endpoint of the local edition for functions that SAM runs: their port and keys are
 * in `env.json` and don't change with every start, so each call is signed anew. It asks nobody who he
 * is, and listens on this machine only.
 *
 * @throws StartError when the port is taken
 */
export function openEndpoint(options: OpenEndpointOptions): Promise<LocalServer> {
  const target = new URL(options.target);
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      if (incoming.method === 'PUT') {
        options.onAnswer(body.toString());
        outgoing.end();
        return;
      }
      const signed = aws4.sign(
        {
          service: options.service,
          region: 'us-east-1',
          host: target.host,
          method: 'POST',
          path: '/',
          headers: {
            'Content-Type': incoming.headers['content-type'] ?? 'application/x-amz-json-1.1',
            'X-Amz-Target': String(incoming.headers['x-amz-target']),
          },
          body: body.toString(),
        },
        options.key,
      );
      const onward = httpRequest(
        target,
        { method: 'POST', headers: signed.headers ?? {} },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  return listenLocally(server, options.port);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
