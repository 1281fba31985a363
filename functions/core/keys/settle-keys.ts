import { generateRefreshTokenKey } from './generate-keys.ts';
import { recordKeyEvents } from './key-events.ts';
import type { KeyPorts } from './key-ports.ts';
import type { KeySet, RefreshTokenKey, Ring, RingKey, SigningKey } from './key-rings.ts';
import {
  REFRESH_TOKEN_KEY_PUBLICATION_MS,
  SIGNING_KEY_PUBLICATION_MS,
  SPARE_REFRESH_TOKEN_KEYS,
  SPARE_SIGNING_KEYS,
} from './key-timing.ts';
import { parseKeySet, parseRefreshTokenKeyRing, parseSigningKeyRing } from './parse-key-rings.ts';
import { growRing, matureRing, type RingGoal, type RingRules } from './plan-ring.ts';
import { publishRing } from './publish-key-set.ts';
import type { SecretReader, SecretStore } from './secret-store.ts';

/** A lost race means that somebody else moved on; losing this often means that something is wrong. */
const ATTEMPTS = 40;

/** Brings both rings and the key set into order; makes the first keys where there are none. */
export async function ensureKeys(ports: KeyPorts): Promise<void> {
  await settleRefreshTokenKeys(ports, { reason: 'first_keys' });
  await settleSigningKeys(ports, { reason: 'first_keys' });
}

/**
 * Brings the signing keys into order by one small write after another: a key joins the ring before
 * it is published, is published before it signs, and leaves the published set before it leaves the
 * ring. Each write is a compare-and-swap on what was read, so that runs may be parallel, repeated or
 * killed anywhere: the next one goes on from there.
 *
 * @throws NothingToPromoteError, UnreadableSecretError
 */
export async function settleSigningKeys(
  ports: KeyPorts,
  goal: RingGoal<SigningKey>,
): Promise<void> {
  const rules = signingRules(ports);
  await untilSettled(ports, async () => {
    // The set before the ring: a set that is written in between makes our own write of it fail.
    const set = await readKeys<KeySet>(ports.keySet, parseKeySet);
    const ring = await readKeys<Ring<SigningKey>>(ports.signingKeys, parseSigningKeyRing);
    const now = ports.clock.now();
    const swapRing = swapper(ports, ports.signingKeys, 'signing', ring, goal);
    const grown = await growRing(ring.value, rules, goal, now);
    if (grown !== ring.value) return swapRing(grown);
    const published = publishRing(set.value, grown, rules.tokenSeconds, now);
    if (published !== set.value) {
      return ports.keySet.compareAndSwap(set.versionId, JSON.stringify(published));
    }
    const mature = matureRing(grown, rules, goal, now);
    return mature === grown ? 'settled' : swapRing(mature);
  });
}

/**
 * The same for the refresh-token keys. Their verifiers are their own readers, so a key is published
 * by joining the ring.
 *
 * @throws NothingToPromoteError, UnreadableSecretError
 */
export async function settleRefreshTokenKeys(
  ports: KeyPorts,
  goal: RingGoal<RefreshTokenKey>,
): Promise<void> {
  const rules = refreshTokenRules(ports);
  await untilSettled(ports, async () => {
    const ring = await readKeys<Ring<RefreshTokenKey>>(
      ports.refreshTokenKeys,
      parseRefreshTokenKeyRing,
    );
    const now = ports.clock.now();
    const grown = await growRing(ring.value, rules, goal, now);
    const mature = matureRing(grown, rules, goal, now);
    if (mature === ring.value) return 'settled';
    return swapper(ports, ports.refreshTokenKeys, 'refresh_token', ring, goal)(mature);
  });
}

const signingRules = ({ settings, generateSigningKey }: KeyPorts): RingRules<SigningKey> => ({
  spares: SPARE_SIGNING_KEYS,
  publicationMs: SIGNING_KEY_PUBLICATION_MS,
  tokenSeconds: settings.accessTokenTtlSeconds,
  preferred: ({ alg }) => alg === settings.algorithm,
  generate: async (now) => generateSigningKey(settings.algorithm, now),
});

const refreshTokenRules = ({ settings, random }: KeyPorts): RingRules<RefreshTokenKey> => ({
  spares: SPARE_REFRESH_TOKEN_KEYS,
  publicationMs: REFRESH_TOKEN_KEY_PUBLICATION_MS,
  tokenSeconds: settings.refreshTokenAbsoluteTtlSeconds,
  preferred: () => true,
  generate: async (now) => generateRefreshTokenKey(random, now),
});

interface KeysRead<Content> {
  readonly versionId: string | null;
  readonly value: Content;
}

async function readKeys<Content extends { readonly keys: readonly unknown[] }>(
  secret: SecretReader,
  parse: (text: string) => Content,
): Promise<KeysRead<Content | { readonly keys: [] }>> {
  const version = await secret.read();
  return version === null
    ? { versionId: null, value: { keys: [] } }
    : { versionId: version.versionId, value: parse(version.value) };
}

const swapper =
  <Key extends RingKey>(
    ports: KeyPorts,
    secret: SecretStore,
    name: 'signing' | 'refresh_token',
    read: KeysRead<Ring<Key>>,
    { reason }: RingGoal<Key>,
  ) =>
  async (after: Ring<Key>): Promise<boolean> => {
    const swapped = await secret.compareAndSwap(read.versionId, JSON.stringify(after));
    if (swapped) recordKeyEvents(ports.securityLog, name, { before: read.value, after, reason });
    return swapped;
  };

async function untilSettled(
  { pause }: KeyPorts,
  step: () => Promise<boolean | 'settled'>,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const result = await step();
    if (result === 'settled') return;
    if (!result) await pause(attempt);
  }
  throw new Error(`the keys were not in order after ${ATTEMPTS} attempts`);
}
