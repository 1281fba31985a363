import { createPublicKey, randomBytes, type JsonWebKey } from 'node:crypto';

import { mutateSignature } from './attack-signatures.ts';
import {
  decode,
  ed25519,
  encode,
  es256,
  forge,
  hmac,
  rs256,
  strangersKeys,
  type NamedToken,
} from './forge.ts';

/** The published key set, as `/.well-known/jwks.json` gives it. */
export interface PublishedKeys {
  readonly keys: readonly (JsonWebKey & { readonly kid?: string })[];
}

/**
 * The classic attacks on JWTs, made from what any client has: one valid token and the public keys.
 * None of them may be accepted, and none may be answered by anything but 401.
 *
 * @param valid a token that is accepted now
 * @param published the key set that verifies it
 */
export function attackTokens(valid: string, published: PublishedKeys): readonly NamedToken[] {
  const [headerPart = '', payloadPart = '', signaturePart = ''] = valid.split('.');
  const header = decode(headerPart);
  const payload = decode(payloadPart);
  const { ec, rsa, ed } = strangersKeys();
  const stranger = es256(ec.privateKey);
  const own = Buffer.from(signaturePart, 'base64url');
  const key = published.keys.find(({ kid }) => kid === header['kid']);
  if (key === undefined) throw new Error('the key set does not have the key of the token');
  const strangersJwk = { ...ec.publicKey.export({ format: 'jwk' }), kid: header['kid'] };

  const keeping = (
    name: string,
    newHeader: unknown,
    newPayload: unknown = payload,
  ): NamedToken => ({
    name: `${name}, old signature`,
    token: `${encode(newHeader)}.${encode(newPayload)}.${signaturePart}`,
  });
  const resigned = (
    name: string,
    newHeader: unknown,
    newPayload: unknown = payload,
  ): NamedToken => ({
    name: `${name}, a stranger's signature`,
    token: forge(newHeader, newPayload, stranger),
  });
  const both = (name: string, newHeader: unknown, newPayload?: unknown): NamedToken[] => [
    keeping(name, newHeader, newPayload),
    resigned(name, newHeader, newPayload),
  ];

  return [
    ...algorithmNone().flatMap((alg) => [
      { name: `alg ${alg}`, token: `${encode({ ...header, alg })}.${payloadPart}.` },
      keeping(`alg ${alg}`, { ...header, alg }),
      { name: `alg ${alg}, a letter`, token: `${encode({ ...header, alg })}.${payloadPart}.AA` },
    ]),
    ...keyAsSecret(key).flatMap(([form, secret]) =>
      (['sha256', 'sha384', 'sha512'] as const).map((hash) => ({
        name: `HS${hash.slice(3)} with the public key as secret (${form})`,
        token: forge({ ...header, alg: `HS${hash.slice(3)}` }, payload, hmac(hash, secret)),
      })),
    ),
    ...[
      'HS256',
      'RS256',
      'PS256',
      'ES256',
      'ES384',
      'ES256K',
      'EdDSA',
      'RSA-OAEP',
      '',
      'es256',
      null,
      0,
    ]
      .filter((alg) => alg !== header['alg'])
      .flatMap((alg) => both(`alg ${String(alg)}`, { ...header, alg })),
    ...both('no alg', { ...header, alg: undefined }),
    ...both('alg as a list', { ...header, alg: [header['alg']] }),
    {
      name: "a stranger's key of the same kid (ES256)",
      token: forge({ ...header, alg: 'ES256' }, payload, stranger),
    },
    {
      name: "a stranger's key of the same kid (RS256)",
      token: forge({ ...header, alg: 'RS256' }, payload, rs256(rsa.privateKey)),
    },
    {
      name: "a stranger's key of the same kid (EdDSA)",
      token: forge({ ...header, alg: 'EdDSA' }, payload, ed25519(ed.privateKey)),
    },
    ...both('embedded jwk', { ...header, jwk: strangersJwk }),
    ...both('embedded jwk and no kid', { ...header, kid: undefined, jwk: strangersJwk }),
    ...both('jku', { ...header, jku: 'https://attacker.example/jwks.json' }),
    ...both('x5u', { ...header, x5u: 'file:///etc/passwd' }),
    ...both('x5c', {
      ...header,
      x5c: [ec.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
    }),
    ...both('x5t', { ...header, x5t: encode(randomBytes(20)) }),
    ...strangeKeyIds(header['kid']).flatMap((kid) =>
      both(`kid ${JSON.stringify(kid)?.slice(0, 40)}`, { ...header, kid }),
    ),
    ...[
      'JWT',
      'application/at+jwt',
      'AT+JWT',
      'at+jwt ',
      'jwt',
      '',
      null,
      ['at+jwt'],
      undefined,
    ].flatMap((typ) => both(`typ ${JSON.stringify(typ)}`, { ...header, typ })),
    ...both('crit', { ...header, crit: ['exp'] }),
    ...both('empty crit', { ...header, crit: [] }),
    ...both('b64 false', { ...header, b64: false, crit: ['b64'] }),
    ...both('zip', { ...header, zip: 'DEF' }),
    ...both('cty', { ...header, cty: 'JWT' }),
    ...both('alg twice', headerText(header).replace('{', '{"alg":"none",')),
    ...both('kid twice', headerText(header).replace('{', '{"kid":"x",')),
    ...both('white space in the header', JSON.stringify(header, null, 1)),
    ...both('a byte order mark', `\uFEFF${headerText(header)}`),
    ...both('a header that is a list', [header]),
    ...both('a header that is no JSON', '{"alg":'),
    ...both('a header of deep JSON', '['.repeat(3000)),
    ...both('a header that is not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])),
    ...both(
      '__proto__ in the header',
      headerText(header).replace('{', '{"__proto__":{"alg":"none"},'),
    ),
    ...changedClaims(payload).flatMap(([name, claims]) => both(name, header, claims)),
    ...both('a payload that is no JSON', header, 'null'),
    ...both('a payload of deep JSON', header, '['.repeat(3000)),
    ...both('a payload that is not UTF-8', header, Buffer.from([0xff, 0xc0, 0x80])),
    ...both('more than 8 KB', header, { ...payload, padding: 'x'.repeat(8192) }),
    ...mutateSignature(own).map(([name, signature]) => ({
      name,
      token: `${headerPart}.${payloadPart}.${encode(signature)}`,
    })),
    ...spellings(valid),
    {
      name: 'JSON serialization, flattened',
      token: JSON.stringify({
        protected: headerPart,
        payload: payloadPart,
        signature: signaturePart,
      }),
    },
    {
      name: 'JSON serialization, general',
      token: JSON.stringify({
        payload: payloadPart,
        signatures: [{ protected: headerPart, signature: signaturePart }],
      }),
    },
    {
      name: 'JWE around it',
      token: [
        encode({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' }),
        '',
        encode(randomBytes(12)),
        encode(valid),
        encode(randomBytes(16)),
      ].join('.'),
    },
    resigned('the token inside a token', header, valid),
  ];
}

/** `none` in all its cases: sixteen. */
const algorithmNone = (): string[] =>
  Array.from({ length: 16 }, (_, bits) =>
    Array.from('none')
      .map((letter, index) => (bits & (1 << index) ? letter.toUpperCase() : letter))
      .join(''),
  );

/** Every form in which a careless verifier may take a public key for an HMAC secret. */
const keyAsSecret = (jwk: JsonWebKey): [string, string | Uint8Array][] => {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const pem = key.export({ format: 'pem', type: 'spki' }).toString();
  return [
    ['PEM', pem],
    ['PEM without the last line break', pem.trimEnd()],
    ['PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['DER', key.export({ format: 'der', type: 'spki' })],
    ['JWK', JSON.stringify(jwk)],
    ['JWK as Node exports it', JSON.stringify(key.export({ format: 'jwk' }))],
    ['x or n', Buffer.from(jwk.x ?? jwk.n ?? '', 'base64url')],
    ['x or n, as text', jwk.x ?? jwk.n ?? ''],
    ['nothing', ''],
  ];
};

const strangeKeyIds = (valid: unknown): unknown[] => [
  '../../../../dev/null',
  '/dev/null',
  "' UNION SELECT 'secret' --",
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'unknown',
  '',
  ' ',
  'x'.repeat(65),
  'x'.repeat(4000),
  `${String(valid)}\0`,
  `${String(valid)} `,
  `${String(valid)}\n`,
  'https://attacker.example/key',
  '$(id)',
  '*',
  'ключ',
  null,
  0,
  true,
  {},
  [valid],
  undefined,
];

const changedClaims = (payload: Readonly<Record<string, unknown>>): [string, unknown][] => [
  ['more scopes', { ...payload, scope: `${String(payload['scope'])} users:admin` }],
  ['more roles', { ...payload, roles: ['admin'] }],
  ['another subject', { ...payload, sub: 'user:00000000-0000-0000-0000-000000000000' }],
  ['another user name', { ...payload, username: 'admin' }],
  ['another issuer', { ...payload, iss: 'https://attacker.example' }],
  ['another audience', { ...payload, aud: 'https://other.example' }],
  ['a longer life', { ...payload, exp: Number(payload['exp']) + 3600 }],
  ['no end of life', { ...payload, exp: undefined }],
  ['an empty payload', {}],
];

/** The valid token itself, spelled or wrapped otherwise. */
const spellings = (valid: string): NamedToken[] =>
  [
    '',
    '.',
    '..',
    '...',
    'a.b.c',
    '\0',
    '💥',
    'null',
    'undefined',
    '[object Object]',
    `${valid}.`,
    `.${valid}`,
    `${valid}.AA`,
    `${valid}=`,
    `${valid}==`,
    `${valid} `,
    `${valid}\n`,
    `${valid}\0`,
    `"${valid}"`,
    `Bearer ${valid}`,
    `${valid} ${valid}`,
    `${valid},${valid}`,
    `${valid}, Bearer ${valid}`,
    `${valid}#`,
    `${valid}?`,
    `%20${valid}`,
    valid.replaceAll('.', '%2E'),
    valid.split('.').slice(0, 2).join('.'),
    `${valid.split('.').slice(0, 2).join('.')}.`,
    valid.split('.').toReversed().join('.'),
    valid.toLowerCase(),
    valid.toUpperCase(),
    encode(valid),
    'A'.repeat(8193),
    'A'.repeat(100_000),
    '.'.repeat(9000),
  ].map((token) => ({ name: `spelling ${JSON.stringify(token).slice(0, 24)}…`, token }));

const headerText = (header: Readonly<Record<string, unknown>>): string => JSON.stringify(header);
