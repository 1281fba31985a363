import type {
  KeySet,
  RefreshTokenKeyRing,
  RingKey,
  SigningAlgorithm,
  SigningKeyRing,
} from './key-rings.ts';
import { PUBLIC_MEMBERS } from './publish-key-set.ts';
import { UnreadableSecretError } from './secret-store.ts';

const KID = /^[A-Za-z0-9_-]{1,64}$/;
const STATES: readonly unknown[] = ['next', 'active', 'retired'];
const TIMES = ['publishedAt', 'activatedAt', 'retiredAt', 'dropAt', 'tokenSeconds'] as const;
const KEY_TYPES: Readonly<Record<SigningAlgorithm, { kty: string; crv?: string }>> = {
  ES256: { kty: 'EC', crv: 'P-256' },
  RS256: { kty: 'RSA' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
};

type Fields = Readonly<Record<string, unknown>>;
/** Throws for the secret at hand; the rule never quotes what broke it. */
type Refuse = (rule: string) => never;

/**
 * @param text the signing-keys secret
 * @throws UnreadableSecretError naming the rule that it breaks
 */
export function parseSigningKeyRing(text: string): SigningKeyRing {
  const refuse = refuser('signing-keys');
  return parseRing(text, refuse, (key) => {
    requireAlgorithm(key, key['privateJwk'], refuse);
    if (!isText((key['privateJwk'] as Fields)['d'])) refuse('privateJwk must be a private key');
  }) as SigningKeyRing;
}

/**
 * @param text the refresh-token-keys secret
 * @throws UnreadableSecretError naming the rule that it breaks
 */
export function parseRefreshTokenKeyRing(text: string): RefreshTokenKeyRing {
  const refuse = refuser('refresh-token-keys');
  return parseRing(text, refuse, ({ secret }) => {
    if (!isText(secret) || Buffer.from(secret, 'base64url').toString('base64url') !== secret) {
      refuse('secret must be base64url');
    }
    if (Buffer.from(secret as string, 'base64url').length !== 32) refuse('secret must be 32 bytes');
  }) as RefreshTokenKeyRing;
}

/**
 * @param text the key-set secret
 * @throws UnreadableSecretError naming the rule that it breaks; a private member is one
 */
export function parseKeySet(text: string): KeySet {
  const refuse = refuser('key-set');
  const { value } = parseKeys(text, refuse, (key) => {
    if (key['use'] !== 'sig') refuse('use must be sig');
    requireAlgorithm(key, key, refuse);
    const allowed = new Set(['kty', 'kid', 'use', 'alg', ...publicMembersOf(key)]);
    if (Object.keys(key).some((member) => !allowed.has(member))) {
      refuse('a key must have public members only');
    }
  });
  return value as unknown as KeySet;
}

function parseRing(text: string, refuse: Refuse, check: (key: Fields) => void): unknown {
  const { value, keys } = parseKeys(text, refuse, (key) => {
    if (!STATES.includes(key['state'])) refuse('state must be next, active or retired');
    if (!isTime(key['createdAt'])) refuse('createdAt must be a time');
    for (const name of TIMES) {
      if (key[name] !== undefined && !isTime(key[name])) refuse(`${name} must be a number`);
    }
    check(key);
  });
  const active = keys.filter((key) => (key as unknown as RingKey).state === 'active');
  if (active.length > 1) refuse('there must be one active key at most');
  const rotation = value['lastRotation'];
  if (rotation !== undefined && !isText(rotation)) refuse('lastRotation must be a text');
  return value;
}

function parseKeys(text: string, refuse: Refuse, check: (key: Fields) => void) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse('it must be JSON');
  }
  if (!isFields(value) || !Array.isArray(value['keys']))
    return refuse('it must have a list of keys');
  const keys: readonly unknown[] = value['keys'];
  const seen = new Set<string>();
  for (const key of keys) {
    if (!isFields(key)) return refuse('a key must be an object');
    const kid = key['kid'];
    if (!isText(kid) || !KID.test(kid)) return refuse(`kid must match ${KID.source}`);
    if (seen.has(kid)) refuse('kid must be unique');
    seen.add(kid);
    check(key);
  }
  return { value, keys: keys as readonly Fields[] };
}

/** Ties the algorithm to the key's type and curve (RFC 8725 §3.1). */
function requireAlgorithm(key: Fields, jwk: unknown, refuse: Refuse): void {
  const alg = key['alg'];
  if (!isText(alg) || !Object.hasOwn(KEY_TYPES, alg)) {
    return refuse('alg must be ES256, RS256 or EdDSA');
  }
  const { kty, crv } = KEY_TYPES[alg as SigningAlgorithm];
  if (!isFields(jwk) || jwk['kty'] !== kty || jwk['crv'] !== crv)
    refuse('the key must fit its alg');
  else if (publicMembersOf(jwk).some((member) => !isText(jwk[member]))) {
    refuse('the key must be complete');
  }
}

const publicMembersOf = (jwk: Fields): readonly string[] =>
  PUBLIC_MEMBERS[String(jwk['kty'])] ?? [];
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTime = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const refuser =
  (secret: string): Refuse =>
  (rule) => {
    throw new UnreadableSecretError(secret, rule);
  };
