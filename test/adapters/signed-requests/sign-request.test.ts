import aws4 from 'aws4';
import * as fc from 'fast-check';

import { signRequest } from '../../../functions/adapters/signed-requests/sign-request.ts';

/** What the `aws4` package makes of the same request. */
const oracle = (
  request: Parameters<typeof signRequest>[0],
  credentials: Parameters<typeof signRequest>[1],
  now: number,
): string => {
  const { headers = {} } = aws4.sign(
    {
      service: request.service,
      region: request.region,
      method: 'POST',
      path: request.url.pathname,
      headers: {
        ...request.headers,
        host: request.url.host,
        'X-Amz-Date': new Date(now).toISOString().replace(/[-:]|\.\d+/g, ''),
      },
      body: request.body,
    },
    credentials,
  );
  return String(headers['Authorization']);
};

describe('signRequest', () => {
  it('signs as aws4 does', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9/+=]{1,40}$/);
    const host = fc.constantFrom(
      'https://secretsmanager.eu-central-1.amazonaws.com',
      'http://127.0.0.1:4566/',
      'http://localhost:8000/base',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('secretsmanager', 'dynamodb'),
        fc.constantFrom('eu-central-1', 'us-gov-west-1'),
        host,
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.record({ accessKeyId: word, secretAccessKey: word }),
        fc.option(word, { nil: undefined }),
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        (service, region, url, body, keys, sessionToken, now) => {
          const credentials = { ...keys, ...(sessionToken === undefined ? {} : { sessionToken }) };
          const headers = {
            'content-type': 'application/x-amz-json-1.1',
            // aws4 would add it and sign it.
            'content-length': String(Buffer.byteLength(body)),
            'x-amz-target': 'a.B',
          };
          const request = { service, region, url: new URL(url), headers, body };
          const signed = signRequest(request, credentials, now);
          expect(signed['authorization']).toBe(oracle(request, credentials, now));
          expect(signed['x-amz-security-token']).toBe(sessionToken);
        },
      ),
    );
  });
});
