import type { Agent } from 'node:http';

/** A request that is ready to be sent. */
export interface Exchange {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long it may take as a whole, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether to open a connection for this request alone. */
  readonly freshSocket: boolean;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends one POST. */
export type SendExchange = (exchange: Exchange) => Promise<ExchangeAnswer>;

/** Loading a protocol takes a cold start some milliseconds: the one that is spoken, once it is. */
const protocolOf = (secure: boolean) =>
  secure ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');

/**
 * @returns a sender that keeps its connections open, so that a warm function pays no handshake. It
 *   rejects when the connection breaks or the time is over.
 */
export function createSender(): SendExchange {
  const agents = new Map<boolean, Agent>();
  const agentFor = (secure: boolean): Agent => {
    const known = agents.get(secure);
    if (known !== undefined) return known;
    const agent = new (protocolOf(secure).Agent)({ keepAlive: true });
    agents.set(secure, agent);
    return agent;
  };
  return ({ url, headers, body, timeoutMs, freshSocket }) =>
    new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const agent = freshSocket ? false : agentFor(secure);
      const request = protocolOf(secure).request(
        url,
        { method: 'POST', headers, agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            clearTimeout(timer);
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString('utf8'),
            });
          });
        },
      );
      const timer = setTimeout(() => {
        request.destroy(new Error(`no answer within ${timeoutMs} ms`));
      }, timeoutMs);
      request.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      request.end(body);
    });
}
