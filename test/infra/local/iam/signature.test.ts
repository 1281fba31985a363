import aws4 from 'aws4';
import {
  readSignatureHeader,
  scopeProblem,
  signatureProblem,
} from '../../../../infra/local/iam/signature.ts';

const KEY = { accessKeyId: 'ASIATEST', secretAccessKey: 'secret', sessionToken: 'token' };
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

const signed = (body: string, scope: { service?: string; region?: string } = {}) => {
  const { headers = {} } = aws4.sign(
    {
      host: '127.0.0.1:1',
      service: 'dynamodb',
      region: 'us-east-1',
      ...scope,
      method: 'POST',
      path: '/',
      body,
      headers: { 'X-Amz-Date': '20260102T030405Z', 'X-Amz-Target': 'DynamoDB_20120810.GetItem' },
    },
    KEY,
  );
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
};
const problem = (
  headers: Record<string, string>,
  { body = '{}', secret = KEY.secretAccessKey, now = NOW } = {},
) => {
  const header = readSignatureHeader(headers['authorization']);
  if (!header) throw new Error('no signature');
  const request = { method: 'POST', path: '/', headers, body: Buffer.from(body) };
  return (
    scopeProblem(header, 'us-east-1', 'dynamodb') ?? signatureProblem(request, header, secret, now)
  );
};

describe('Signature Version 4', () => {
  it('takes what another implementation has signed', () => {
    expect(problem(signed('{}'))).toBeNull();
  });

  it('reads who has signed', () => {
    expect(readSignatureHeader(signed('{}')['authorization'])).toMatchObject({
      accessKeyId: 'ASIATEST',
      service: 'dynamodb',
    });
    expect(readSignatureHeader('Bearer x')).toBeNull();
    expect(readSignatureHeader(undefined)).toBeNull();
  });

  it('refuses another body, another header, another secret', () => {
    expect(problem(signed('{}'), { body: '{ }' })).toContain('does not match');
    expect(problem(signed('{}'), { secret: 'other' })).toContain('does not match');
    const moved = { ...signed('{}'), 'x-amz-target': 'DynamoDB_20120810.PutItem' };
    expect(problem(moved)).toContain('does not match');
  });

  it('refuses the scope of another region or service', () => {
    expect(problem(signed('{}', { region: 'mars' }))).toBe(
      "Credential should be scoped to a valid region, not 'mars'.",
    );
    expect(problem(signed('{}', { service: 'iam' }))).toBe(
      "Credential should be scoped to correct service: 'dynamodb'.",
    );
  });

  it.each<[string, string]>([
    ['host', "'Host' or ':authority'"],
    ['x-amz-date', "'x-amz-date'"],
    ['x-amz-target', "'x-amz-target'"],
    ['x-amz-security-token', "'x-amz-security-token'"],
  ])('refuses one that does not cover %s', (name, words) => {
    const headers = signed('{}');
    const authorization = String(headers['authorization']).replace(/SignedHeaders=[^,]+/, (list) =>
      list.replace(name, 'constructor'),
    );
    expect(problem({ ...headers, authorization })).toBe(
      `${words} must be a 'SignedHeader' in the AWS Authorization.`,
    );
  });

  it('takes names of headers that are not there for what they are', () => {
    const headers = signed('{}');
    const authorization = String(headers['authorization']).replace(
      ';host',
      ';__proto__;constructor;host',
    );
    expect(problem({ ...headers, authorization })).toContain('does not match');
  });

  it('refuses a signature that is more than 15 minutes old or ahead', () => {
    const minutes = 60_000;
    expect(problem(signed('{}'), { now: NOW + 14 * minutes })).toBeNull();
    expect(problem(signed('{}'), { now: NOW + 16 * minutes })).toContain('expired');
    expect(problem(signed('{}'), { now: NOW - 16 * minutes })).toContain('not yet valid');
  });
});
