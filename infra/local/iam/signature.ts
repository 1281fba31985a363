import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The parts of an HTTP request that a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As in the request line; the query is empty or already in canonical order. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** What an Authorization header says about its signer. */
export interface SignatureHeader {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** @returns the header's parts, or `null` when it isn't a Signature Version 4 */
export function readSignatureHeader(header: string | undefined): SignatureHeader | null {
  const [, accessKeyId, date, region, service, signed, signature] = HEADER.exec(header ?? '') ?? [];
  if (!accessKeyId || !date || !region || !service || !signed || !signature) return null;
  return { accessKeyId, date, region, service, signedHeaders: signed.split(';'), signature };
}

/** @returns what is wrong with where a signature is for, in AWS's words, or `null` */
export function scopeProblem(
  header: SignatureHeader,
  region: string,
  service: string,
): string | null {
  if (header.region !== region) {
    return `Credential should be scoped to a valid region, not '${header.region}'.`;
  }
  return header.service === service
    ? null
    : `Credential should be scoped to correct service: '${service}'.`;
}

/** Headers that a signature always covers, and those that it covers if they are there. */
const ALWAYS_SIGNED = ['host', 'x-amz-date'];
const SIGNED_IF_SENT = ['x-amz-target', 'x-amz-security-token'];

/** The allowed distance of a signature's time from now, both ways (15 minutes). */
const MAX_SKEW_MS = 15 * 60 * 1000;

/**
 * Verifies Signature Version 4 (AWS General Reference, "Signing AWS API requests").
 *
 * @param now milliseconds since the epoch
 * @returns what is wrong with it, in AWS's words, or `null`
 */
export function signatureProblem(
  request: SignedRequest,
  header: SignatureHeader,
  secretAccessKey: string,
  now: number,
): string | null {
  const sent = SIGNED_IF_SENT.filter((name) => request.headers[name] !== undefined);
  const unsigned = [...ALWAYS_SIGNED, ...sent].find((name) => !header.signedHeaders.includes(name));
  if (unsigned !== undefined) {
    const name = unsigned === 'host' ? "'Host' or ':authority'" : `'${unsigned}'`;
    return `${name} must be a 'SignedHeader' in the AWS Authorization.`;
  }
  const time = single(request.headers['x-amz-date']);
  const parsed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (!parsed || !time.startsWith(header.date)) return 'Date must be in ISO-8601 basic format';
  const [year, month, day, hour, minute, second] = parsed.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (Math.abs(Date.UTC(year, month - 1, day, hour, minute, second) - now) > MAX_SKEW_MS) {
    return `Signature expired or not yet valid: ${time}`;
  }
  const headers = new Map(Object.entries(request.headers));
  const [path = '/', query = ''] = request.path.split('?');
  const canonical = [
    request.method,
    path,
    query,
    ...header.signedHeaders.map((name) => `${name}:${single(headers.get(name))}`),
    '',
    header.signedHeaders.join(';'),
    createHash('sha256').update(request.body).digest('hex'),
  ].join('\n');
  const scope = `${header.date}/${header.region}/${header.service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
  const key = [header.date, header.region, header.service, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const expected = createHmac('sha256', key).update(toSign).digest();
  return timingSafeEqual(expected, Buffer.from(header.signature, 'hex'))
    ? null
    : 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
}

const single = (value: string | readonly string[] | undefined): string =>
  (typeof value === 'string' ? value : (value ?? []).join(',')).trim().replace(/ +/g, ' ');
