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
}

/** The clients that this service knows. */
export interface ClientDirectory {
  /** The public client that a request without `client_id` is taken for. */
  readonly defaultClientId: string;
  /** @returns the client, or `null` when there is none of that id */
  find(clientId: string): Promise<Client | null>;
}
