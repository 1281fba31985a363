/** JWS algorithms that the service signs with (RFC 7518 §3.1, RFC 8037 §3.1). */
export type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA';

/** `next` is published and doesn't sign yet, `active` signs, `retired` only verifies. */
export type KeyState = 'next' | 'active' | 'retired';

/** A JWK as it stands in a ring or a set (RFC 7517 §4). */
export interface Jwk {
  readonly kty: string;
  readonly [member: string]: unknown;
}

/** A public key of the published set: `kid`, `use` and `alg` are always there (RFC 8725 §3.1). */
export interface PublicJwk extends Jwk {
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: SigningAlgorithm;
}

/** What a key of either ring tells about its life. Times are milliseconds since the epoch. */
export interface RingKey {
  /** `^[A-Za-z0-9_-]{1,64}$` (it is a part of every token). */
  readonly kid: string;
  readonly state: KeyState;
  readonly createdAt: number;
  /** When everybody who must know the key could first read it; absent before. */
  readonly publishedAt?: number;
  readonly activatedAt?: number;
  readonly retiredAt?: number;
  /** When an emergency retirement ends the key's acceptance, tokens or not. */
  readonly dropAt?: number;
  /** The longest lifetime of a token that was made with this key, in seconds. */
  readonly tokenSeconds?: number;
}

/** A secret's content: keys in the order in which they joined. */
export interface Ring<Key extends RingKey> {
  readonly keys: readonly Key[];
  /** The request token of the last rotation that turned this ring. */
  readonly lastRotation?: string;
}

/** One signing key with its private half. */
export interface SigningKey extends RingKey {
  readonly alg: SigningAlgorithm;
  readonly privateJwk: Jwk;
}

/** The content of the signing-keys secret. Only login, refresh and rotation can read it. */
export type SigningKeyRing = Ring<SigningKey>;

/** One MAC key for refresh tokens. */
export interface RefreshTokenKey extends RingKey {
  /** 32 random bytes, base64url. */
  readonly secret: string;
}

/** The content of the refresh-token-keys secret. */
export type RefreshTokenKeyRing = Ring<RefreshTokenKey>;

/** The content of the key-set secret: the JWKS as published (RFC 7517 §5). It is the trust root. */
export interface KeySet {
  readonly keys: readonly PublicJwk[];
}

/** Gives the signers their keys; re-reads the ring when it is older than 60 s. */
export interface SigningKeySource {
  /** @throws Error when there is no active key or the ring can't be read */
  active(): Promise<SigningKey>;
}

/** Gives the MAC keys; an unknown id is garbage while the ring was read within 5 minutes. */
export interface RefreshTokenKeySource {
  active(): Promise<RefreshTokenKey>;
  /**
   * @returns the key, or `null` when no such key exists
   * @throws OAuthError `temporarily_unavailable` when the ring is older than 5 minutes and can't be
   *   read again
   */
  find(kid: string): Promise<RefreshTokenKey | null>;
}

/** Gives the verifiers their public keys. */
export interface KeySetSource {
  /**
   * @returns the key, or `null` when the set, refetched at most every 30 s, has none of that id
   * @throws Error when no set of an acceptable age can be had (fail closed: 500)
   */
  find(kid: string): Promise<PublicJwk | null>;
  /** @returns the whole set */
  all(): Promise<KeySet>;
}
