/**
 * How a client's refresh tokens behave (DESIGN of rotation: `recover` rotates and forgives a lost
 * reply, `strict` rotates and forgives none, `reuse` does not rotate).
 */
export type RefreshTokenPolicy = 'recover' | 'strict' | 'reuse';

/** A registered OAuth 2 client (RFC 6749 §2). */
export interface Client {
  readonly clientId: string;
  /** RFC 6749 §2.1. A public client can't keep a secret and doesn't authenticate. */
  readonly type: 'public' | 'confidential';
  readonly refreshTokenPolicy: RefreshTokenPolicy;
  /** Reserved scopes (`users:*`, `tokens:*`) that this client may ask for by name. */
  readonly reservedScopes: readonly string[];
  /** How it authenticates and what it may do by itself; `null` for a public one. */
  readonly registration: ClientRegistration | null;
}

/** What a confidential client may do at the token endpoint. `password` has the refresh grant with it. */
export type ClientGrant = 'client_credentials' | 'password';

/** What a confidential client brought to its registration. Times are milliseconds since the epoch. */
export interface ClientRegistration {
  /** For people. */
  readonly name: string | null;
  /** See `hashClientSecret`. */
  readonly secretHash: string;
  /** The secret of before, while it still counts. */
  readonly previousSecret: { readonly hash: string; readonly expiresAt: number } | null;
  readonly grants: readonly ClientGrant[];
  /** The scopes that it holds itself, reserved ones among them. */
  readonly scopes: readonly string[];
  readonly disabled: boolean;
  /** Tokens of its own that were issued before are refused. */
  readonly tokensValidFrom: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A confidential client, whole. */
export type RegisteredClient = Client & {
  readonly type: 'confidential';
  readonly registration: ClientRegistration;
};

/** The clients that this service knows. */
export interface ClientDirectory {
  /** The public client that a request without `client_id` is taken for. */
  readonly defaultClientId: string;
  /** @returns the client, or `null` when there is none of that id */
  find(clientId: string): Promise<Client | null>;
}

/** The confidential clients, which come and go while the service runs. */
export interface ClientStore {
  /** Reads consistently. @returns the client, or `null` when there is none of that id */
  find(clientId: string): Promise<RegisteredClient | null>;
}

/** An id as a client may have it: it stands in tokens, keys and environments as it is. */
export const CLIENT_ID = /^[\w.~-]{1,128}$/;
