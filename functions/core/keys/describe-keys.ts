import type { KeyPorts } from './key-ports.ts';
import type { KeyState, Ring, RingKey, SigningAlgorithm } from './key-rings.ts';
import { REFRESH_TOKEN_KEY_PUBLICATION_MS, SIGNING_KEY_PUBLICATION_MS } from './key-timing.ts';
import { parseKeySet, parseRefreshTokenKeyRing, parseSigningKeyRing } from './parse-key-rings.ts';
import { endOfKey, keptMs } from './ring-lifecycle.ts';

/** The life of one key without its secret. Times are milliseconds since the epoch. */
export interface KeyDescription {
  readonly kid: string;
  /** `null` for a refresh-token key. */
  readonly alg: SigningAlgorithm | null;
  readonly state: KeyState;
  /** Whether an emergency ends it before its tokens do. */
  readonly compromised: boolean;
  /** Whether its verifiers can read it now. */
  readonly published: boolean;
  readonly publishedAt: number | null;
  /** When it began to sign; of a key that waits, the earliest time at which it may. */
  readonly signsAt: number | null;
  readonly retiredAt: number | null;
  /** When it goes; `null` before it is retired. */
  readonly dropsAt: number | null;
  /** How long it is kept after an ordinary retirement, in milliseconds. */
  readonly keptMs: number;
}

/** One ring without its secrets. */
export interface RingDescription {
  /** In the order in which they joined. */
  readonly keys: readonly KeyDescription[];
  /** The request token of the last rotation that turned the ring. */
  readonly lastRotation: string | null;
}

/** Both rings, as an operator may see them. */
export interface KeysDescription {
  readonly describedAt: number;
  readonly signing: RingDescription;
  readonly refreshToken: RingDescription;
}

/** @throws UnreadableSecretError */
export async function describeKeys(ports: KeyPorts): Promise<KeysDescription> {
  const { clock, settings } = ports;
  const [set, signing, macs] = await Promise.all([
    read(ports.keySet, parseKeySet),
    read(ports.signingKeys, parseSigningKeyRing),
    read(ports.refreshTokenKeys, parseRefreshTokenKeyRing),
  ]);
  const published = new Set(set?.keys.map(({ kid }) => kid));
  const now = clock.now();
  return {
    describedAt: now,
    signing: describeRing(signing ?? { keys: [] }, {
      algOf: ({ alg }) => alg,
      isPublished: ({ kid }) => published.has(kid),
      publicationMs: SIGNING_KEY_PUBLICATION_MS,
      tokenSeconds: settings.accessTokenTtlSeconds,
    }),
    refreshToken: describeRing(macs ?? { keys: [] }, {
      algOf: () => null,
      // Their verifiers are their own readers, which honour an emergency's end by themselves.
      isPublished: ({ dropAt }) => dropAt === undefined || now < dropAt,
      publicationMs: REFRESH_TOKEN_KEY_PUBLICATION_MS,
      tokenSeconds: settings.refreshTokenAbsoluteTtlSeconds,
    }),
  };
}

interface RingView<Key extends RingKey> {
  readonly algOf: (key: Key) => SigningAlgorithm | null;
  readonly isPublished: (key: Key) => boolean;
  readonly publicationMs: number;
  readonly tokenSeconds: number;
}

const describeRing = <Key extends RingKey>(
  { keys, lastRotation }: Ring<Key>,
  view: RingView<Key>,
): RingDescription => ({
  keys: keys.map((key) => {
    const { kid, state, publishedAt = null, activatedAt = null, retiredAt = null } = key;
    const ripeAt = publishedAt === null ? null : publishedAt + view.publicationMs;
    return {
      kid,
      alg: view.algOf(key),
      state,
      compromised: key.dropAt !== undefined,
      published: view.isPublished(key),
      publishedAt,
      signsAt: state === 'next' ? ripeAt : activatedAt,
      retiredAt,
      dropsAt: endOfKey(key, view.tokenSeconds),
      keptMs: keptMs(key, view.tokenSeconds),
    };
  }),
  lastRotation: lastRotation ?? null,
});

const read = async <Content>(
  secret: { read(): Promise<{ readonly value: string } | null> },
  parse: (text: string) => Content,
): Promise<Content | null> => {
  const version = await secret.read();
  return version === null ? null : parse(version.value);
};
