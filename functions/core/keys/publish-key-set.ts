import type { Jwk, KeySet, PublicJwk, SigningKey, SigningKeyRing } from './key-rings.ts';
import { isDead } from './ring-lifecycle.ts';

/** The public members of each key type (RFC 7518 §6.2.1, §6.3.1, RFC 8037 §2). */
export const PUBLIC_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'x', 'y'],
  RSA: ['n', 'e'],
  OKP: ['crv', 'x'],
};

/** @returns the key's public half, as it stands in the set; members are picked, not left out */
export function toPublicJwk(key: SigningKey): PublicJwk {
  const jwk: Jwk = key.privateJwk;
  const members = PUBLIC_MEMBERS[jwk.kty] ?? [];
  return {
    kty: jwk.kty,
    kid: key.kid,
    use: 'sig',
    alg: key.alg,
    ...Object.fromEntries(members.map((member) => [member, jwk[member]])),
  };
}

/**
 * The next state of the published set. It only ever gains the ring's keys and loses its dead ones:
 * a key that another writer has published is never taken out, however old the ring is that was read.
 *
 * @returns the set itself when there is nothing to change
 */
export function publishRing(
  set: KeySet,
  ring: SigningKeyRing,
  tokenSeconds: number,
  now: number,
): KeySet {
  const dead = new Set(
    ring.keys.filter((key) => isDead(key, tokenSeconds, now)).map(({ kid }) => kid),
  );
  const known = new Set(set.keys.map(({ kid }) => kid));
  const kept = set.keys.filter(({ kid }) => !dead.has(kid));
  const gained = ring.keys.filter(({ kid }) => !dead.has(kid) && !known.has(kid)).map(toPublicJwk);
  return kept.length === set.keys.length && gained.length === 0
    ? set
    : { ...set, keys: [...kept, ...gained] };
}
