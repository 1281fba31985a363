import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error.ts';

/** A server on this machine's loopback interface. */
export interface LocalServer {
  readonly port: number;
  /** Ends it at once, open connections too. */
  stop(): Promise<void>;
}

/**
 * Listens on the loopback interface only: the demo user's password is public.
 *
 * @param port 0: any free one
 * @throws StartError when the port is taken or may not be used
 */
export async function listenLocally(
  server: Server,
  port: number,
  host = '127.0.0.1',
): Promise<LocalServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen({ port, host }, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `port ${port} is in use: stop what listens there, or choose another one with PORT=${port + 1}`,
    );
  }
  if (error.code === 'EACCES') {
    return new StartError(`port ${port} may not be used by you: choose one above 1023 with PORT`);
  }
  return error;
}
