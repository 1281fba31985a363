import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Differ from answer to answer, whatever the request; `Retry-After` with the time. */
const UNIQUE = ['date', 'retry-after', 'x-amzn-requestid', 'x-amz-apigw-id', 'x-amzn-trace-id'];

/** @returns all of an answer that a client could compare */
export const comparable = ({ status, headers, text: body }: RawAnswer): string => {
  const kept = Object.entries(headers).map(
    ([name, value]) => `${name}: ${UNIQUE.includes(name) ? '…' : value}`,
  );
  return JSON.stringify([status, kept, body]);
};

/**
 * Posts a form from a given address of this machine: on Linux all of `127.0.0.0/8` is its own, so that
 * the gateway honestly sees requests from many networks.
 */
export async function postFrom(
  address: string,
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const sent = request(
    url,
    { method: 'POST', localAddress: address, agent: false, headers: { ...type, ...headers } },
    (response) => {
      text(response).then((body) => {
        const named = Object.entries(response.headers).map(
          ([name, value]) => [name, String(value)] as const,
        );
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(named),
          text: body,
        });
      }, reject);
    },
  );
  sent.on('error', reject);
  sent.end(new URLSearchParams(form).toString());
  return promise;
}
