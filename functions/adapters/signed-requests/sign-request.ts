import { createHash, createHmac } from 'node:crypto';

import type { AwsCredentials } from './aws-endpoint.ts';

/** A POST that is to be signed. */
export interface UnsignedRequest {
  readonly service: string;
  readonly region: string;
  /** The path is signed as it stands and may need no encoding; a query is not supported. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a request with AWS Signature Version 4: the one case that verifiers need (POST, no query, a
 * body in memory). The tests hold it against the `aws4` package, which is general and seven times as
 * big, a quarter of what the authorizer's bundle may weigh.
 *
 * @param now milliseconds since the epoch; AWS refuses a request that is five minutes off
 * @returns the headers to send, in lower case: the given ones, host, date, session token and
 *   `authorization`
 */
export function signRequest(
  { service, region, url, headers, body }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  now: number,
): Record<string, string> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const signed = new Map(
    Object.entries({
      ...headers,
      host: url.host,
      'x-amz-date': time,
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    }).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const names = [...signed.keys()].join(';');
  const lines = [...signed].map(([name, value]) => `${name}:${value}\n`).join('');
  const canonical = ['POST', url.pathname, '', lines, names, sha256(body)].join('\n');

  const steps = [time.slice(0, 8), region, service, 'aws4_request'];
  const scope = steps.join('/');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = steps.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return {
    ...Object.fromEntries(signed),
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${hmac(key, text).toString('hex')}`,
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
