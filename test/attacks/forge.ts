import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** One token that must not be accepted, with a name for the report. */
export interface NamedToken {
  readonly name: string;
  readonly token: string;
}

export type Members = Readonly<Record<string, unknown>>;

/** @returns base64url of a text, of bytes, or of a value's JSON */
export const encode = (part: unknown): string =>
  Buffer.from(
    typeof part === 'string' || part instanceof Uint8Array ? part : JSON.stringify(part),
  ).toString('base64url');

/** @returns a part of a token as the object that it says */
export const decode = (part = ''): Members =>
  JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Members;

/** Signs the first two parts, whatever they say. Header and payload may be texts, bytes or values. */
export type Signer = (signingInput: string) => Uint8Array;

export const forge = (header: unknown, payload: unknown, signer: Signer): string => {
  const signingInput = `${encode(header)}.${encode(payload)}`;
  return `${signingInput}.${encode(signer(signingInput))}`;
};

export const es256 =
  (key: KeyObject): Signer =>
  (input) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });

export const rs256 =
  (key: KeyObject): Signer =>
  (input) =>
    sign('sha256', Buffer.from(input), key);

export const ed25519 =
  (key: KeyObject): Signer =>
  (input) =>
    sign(null, Buffer.from(input), key);

export const hmac =
  (hash: 'sha256' | 'sha384' | 'sha512', secret: string | Uint8Array): Signer =>
  (input) =>
    createHmac(hash, secret).update(input).digest();

/** Keys of somebody whom nobody trusts. */
export const strangersKeys = () => ({
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed: generateKeyPairSync('ed25519'),
});

/**
 * Whether a token reaches a server as it is: HTTP carries no control characters, takes white space
 * at a value's ends off, and the gateway takes 10 KB of headers. Use it to send attacks over HTTP.
 */
export const survivesHttp = ({ token }: NamedToken): boolean =>
  token.length < 10_000 && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(token);
