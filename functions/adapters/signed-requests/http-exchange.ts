import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

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

/**
 * @returns a sender that keeps its connections open, so that a warm function pays no handshake. It
 *   rejects when the connection breaks or the time is over.
 */
export function createSender(): SendExchange {
  let httpsAgent: HttpsAgent | undefined;
  let httpAgent: HttpAgent | undefined;
  const agentFor = (secure: boolean): HttpAgent =>
    secure
      ? (httpsAgent ??= new HttpsAgent({ keepAlive: true }))
      : (httpAgent ??= new HttpAgent({ keepAlive: true }));
  return ({ url, headers, body, timeoutMs, freshSocket }) =>
    new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const send = secure ? httpsRequest : httpRequest;
      const agent = freshSocket ? false : agentFor(secure);
      const request = send(url, { method: 'POST', headers, agent }, (response) => {
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
      });
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
