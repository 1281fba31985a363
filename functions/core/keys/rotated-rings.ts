import { CompactSign, compactVerify, importJWK } from 'jose';

import { generateRefreshTokenKey } from './generate-keys.ts';
import type { KeyPorts } from './key-ports.ts';
import type { Ring, RingKey, SigningKey } from './key-rings.ts';
import { parseKeySet, parseRefreshTokenKeyRing, parseSigningKeyRing } from './parse-key-rings.ts';
import type { RotatedRing } from './rotate-ring.ts';
import { settleRefreshTokenKeys, settleSigningKeys } from './settle-keys.ts';

/** @returns the signing keys, as a rotation sees them */
export function rotatedSigningKeys(ports: KeyPorts): RotatedRing {
  const { signingKeys, keySet, settings, clock } = ports;
  return {
    secret: signingKeys,
    lastRotation: async () => lastRotationOf(await signingKeys.read(), parseSigningKeyRing),
    settle: async () => settleSigningKeys(ports, { reason: 'first_keys' }),
    pendingValue: async () =>
      JSON.stringify({ keys: [await ports.generateSigningKey(settings.algorithm, clock.now())] }),
    join: async (pending) =>
      settleSigningKeys(ports, {
        reason: 'rotation',
        join: onlyKey(parseSigningKeyRing(pending)),
      }),
    tryOut: async (pending) => {
      const set = await keySet.read();
      await trySignature(onlyKey(parseSigningKeyRing(pending)), set?.value ?? '{"keys":[]}');
    },
    turn: async (turn) => settleSigningKeys(ports, { reason: 'rotation', turn }),
  };
}

/** @returns the refresh-token keys, as a rotation sees them */
export function rotatedRefreshTokenKeys(ports: KeyPorts): RotatedRing {
  const { refreshTokenKeys, random, clock } = ports;
  return {
    secret: refreshTokenKeys,
    lastRotation: async () =>
      lastRotationOf(await refreshTokenKeys.read(), parseRefreshTokenKeyRing),
    settle: async () => settleRefreshTokenKeys(ports, { reason: 'first_keys' }),
    pendingValue: async () =>
      JSON.stringify({ keys: [generateRefreshTokenKey(random, clock.now())] }),
    join: async (pending) =>
      settleRefreshTokenKeys(ports, {
        reason: 'rotation',
        join: onlyKey(parseRefreshTokenKeyRing(pending)),
      }),
    tryOut: async (pending) => {
      const { kid } = onlyKey(parseRefreshTokenKeyRing(pending));
      const ring = parseRefreshTokenKeyRing(
        (await refreshTokenKeys.read())?.value ?? '{"keys":[]}',
      );
      if (!ring.keys.some((key) => key.kid === kid))
        throw new Error(`key ${kid} is not in its ring`);
    },
    turn: async (turn) => settleRefreshTokenKeys(ports, { reason: 'rotation', turn }),
  };
}

const lastRotationOf = <Key extends RingKey>(
  version: { readonly value: string } | null,
  parse: (text: string) => Ring<Key>,
): string | undefined => (version === null ? undefined : parse(version.value).lastRotation);

function onlyKey<Key extends RingKey>({ keys: [key, ...more] }: Ring<Key>): Key {
  if (key === undefined || more.length > 0) throw new Error('a pending version holds one key');
  return key;
}

/** Signs with the private half and verifies with what the verifiers can read. */
async function trySignature(key: SigningKey, keySet: string): Promise<void> {
  const published = parseKeySet(keySet).keys.find(({ kid }) => kid === key.kid);
  if (published === undefined) throw new Error(`key ${key.kid} is not in the key set`);
  const signature = await new CompactSign(Buffer.from('rotation'))
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .sign(await importJWK({ ...key.privateJwk }, key.alg));
  await compactVerify(signature, await importJWK({ ...published }, published.alg));
}
