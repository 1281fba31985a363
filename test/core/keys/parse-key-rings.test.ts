import {
  parseKeySet,
  parseRefreshTokenKeyRing,
  parseSigningKeyRing,
} from '../../../functions/core/keys/parse-key-rings.ts';
import { UnreadableSecretError } from '../../../functions/core/keys/secret-store.ts';

const HUSH = 'aHVzaC1odXNo';
const ec = { kty: 'EC', crv: 'P-256', x: HUSH, y: HUSH };
const signing = {
  kid: 'k1',
  alg: 'ES256',
  state: 'active',
  createdAt: 1,
  privateJwk: { ...ec, d: HUSH },
};
const mac = {
  kid: 'm1',
  state: 'active',
  createdAt: 1,
  secret: Buffer.alloc(32, 7).toString('base64url'),
};
const published = { ...ec, kid: 'k1', use: 'sig', alg: 'ES256' };

const ring = (...keys: object[]) => JSON.stringify({ keys });
const without = (key: object, member: string) =>
  Object.fromEntries(Object.entries(key).filter(([name]) => name !== member));

describe('a readable secret', () => {
  test('is taken as it is, unknown members and all', () => {
    const signingRing = {
      keys: [signing, { ...signing, kid: 'k2', state: 'next' }],
      lastRotation: 't',
    };
    expect(parseSigningKeyRing(JSON.stringify(signingRing))).toEqual(signingRing);
    expect(parseRefreshTokenKeyRing(ring(mac))).toEqual({ keys: [mac] });
    expect(parseKeySet(ring(published))).toEqual({ keys: [published] });
    expect(parseKeySet(ring())).toEqual({ keys: [] });
  });
});

describe('an unreadable secret is refused by name and rule, without its content', () => {
  const cases: [string, (text: string) => unknown, string, RegExp][] = [
    ['no JSON', parseSigningKeyRing, `{"keys":[${HUSH}`, /signing-keys secret .*must be JSON/],
    ['no list', parseSigningKeyRing, JSON.stringify({ keys: HUSH }), /must have a list of keys/],
    ['a list alone', parseSigningKeyRing, JSON.stringify([signing]), /must have a list of keys/],
    ['null', parseKeySet, 'null', /key-set secret .*must have a list of keys/],
    ['no object', parseSigningKeyRing, JSON.stringify({ keys: [HUSH] }), /must be an object/],
    ['no kid', parseSigningKeyRing, ring(without(signing, 'kid')), /kid must match/],
    [
      'a kid with a slash',
      parseSigningKeyRing,
      ring({ ...signing, kid: `${HUSH}/` }),
      /kid must match/,
    ],
    [
      'a kid of 65',
      parseSigningKeyRing,
      ring({ ...signing, kid: 'k'.repeat(65) }),
      /kid must match/,
    ],
    ['a kid twice', parseSigningKeyRing, ring(signing, signing), /kid must be unique/],
    [
      'two active keys',
      parseSigningKeyRing,
      ring(signing, { ...signing, kid: 'k2' }),
      /one active key at most/,
    ],
    ['an unknown state', parseSigningKeyRing, ring({ ...signing, state: HUSH }), /state must be/],
    [
      'no time',
      parseSigningKeyRing,
      ring({ ...signing, createdAt: HUSH }),
      /createdAt must be a time/,
    ],
    ['a broken time', parseSigningKeyRing, ring({ ...signing, dropAt: HUSH }), /dropAt must be/],
    ['alg none', parseSigningKeyRing, ring({ ...signing, alg: 'none' }), /alg must be/],
    [
      'alg from the prototype',
      parseSigningKeyRing,
      ring({ ...signing, alg: 'toString' }),
      /alg must be/,
    ],
    [
      'alg of another type',
      parseSigningKeyRing,
      ring({ ...signing, alg: 'RS256' }),
      /must fit its alg/,
    ],
    ['another curve', parseKeySet, ring({ ...published, crv: 'P-384' }), /must fit its alg/],
    [
      'a public key in the ring',
      parseSigningKeyRing,
      ring({ ...signing, privateJwk: ec }),
      /must be a private key/,
    ],
    ['half a key', parseKeySet, ring(without(published, 'y')), /must be complete/],
    [
      'a private member in the set',
      parseKeySet,
      ring({ ...published, d: HUSH }),
      /public members only/,
    ],
    [
      'any other member in the set',
      parseKeySet,
      ring({ ...published, x5u: HUSH }),
      /public members only/,
    ],
    ['no use', parseKeySet, ring(without(published, 'use')), /use must be sig/],
    ['no alg', parseKeySet, ring(without(published, 'alg')), /alg must be/],
    [
      'a short secret',
      parseRefreshTokenKeyRing,
      ring({ ...mac, secret: HUSH }),
      /refresh-token-keys secret .*32 bytes/,
    ],
    [
      'a padded secret',
      parseRefreshTokenKeyRing,
      ring({ ...mac, secret: `${mac.secret}=` }),
      /must be base64url/,
    ],
    ['no secret', parseRefreshTokenKeyRing, ring(without(mac, 'secret')), /must be base64url/],
    [
      'a broken rotation',
      parseRefreshTokenKeyRing,
      JSON.stringify({ keys: [mac], lastRotation: 7 }),
      /lastRotation/,
    ],
  ];

  test.each(cases)('%s', (_name, parse, text, message) => {
    const error = thrownBy(() => parse(text));
    expect(error).toBeInstanceOf(UnreadableSecretError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).stack).not.toContain(HUSH);
    expect((error as Error).cause).toBeUndefined();
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
