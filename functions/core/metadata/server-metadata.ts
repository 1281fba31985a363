/** What decides the service's metadata. */
export interface MetadataSettings {
  /** Byte for byte the `iss` of the tokens. */
  readonly issuer: string;
  readonly scopesSupported: readonly string[];
  /** Whether `POST /token` takes passwords. */
  readonly passwordGrant: boolean;
  /** Whether there is a page at `/docs`. */
  readonly docs: boolean;
}

/** Authorization server metadata (RFC 8414 §2): what the service has, and nothing else. */
export interface ServerMetadata {
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint: string;
  readonly introspection_endpoint: string;
  readonly jwks_uri: string;
  readonly service_documentation?: string;
  readonly scopes_supported?: readonly string[];
  readonly response_types_supported: readonly string[];
  readonly grant_types_supported: readonly string[];
  readonly token_endpoint_auth_methods_supported: readonly string[];
  readonly revocation_endpoint_auth_methods_supported: readonly string[];
  readonly introspection_endpoint_auth_methods_supported: readonly string[];
}

/** `none` is what public clients do (RFC 7591 §2). */
const CLIENT_AUTHENTICATION = ['none', 'client_secret_basic', 'client_secret_post'];

/** @returns the document of `/.well-known/oauth-authorization-server` (RFC 8414 §3) */
export function serverMetadata(settings: MetadataSettings): ServerMetadata {
  const { issuer, scopesSupported, passwordGrant, docs } = settings;
  const base = issuer.replace(/\/$/, '');
  return {
    issuer,
    token_endpoint: `${base}/token`,
    revocation_endpoint: `${base}/revoke`,
    introspection_endpoint: `${base}/introspect`,
    jwks_uri: `${base}/.well-known/jwks.json`,
    ...(docs ? { service_documentation: `${base}/docs` } : {}),
    // RFC 8414 §3.2: a member without elements is left out.
    ...(scopesSupported.length === 0 ? {} : { scopes_supported: [...scopesSupported] }),
    // RFC 8414 §2 requires it, §3.2 forbids it to be empty (erratum 7793): there is no authorization
    // endpoint, and parsers that insist on the member are many.
    response_types_supported: [],
    // RFC 8414 §2: without these a client would assume a code grant and a client secret.
    grant_types_supported: [
      ...(passwordGrant ? ['password'] : []),
      'refresh_token',
      'client_credentials',
    ],
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    // A type of access tokens is a method here (RFC 8414 §2).
    introspection_endpoint_auth_methods_supported: ['Bearer'],
  };
}

/**
 * @returns the document of `/.well-known/openid-configuration`: the same, for clients that look only
 *   there (RFC 8414 §5). The service issues no ID tokens, so what OpenID Connect Discovery requires
 *   of those is not claimed; that every client sees the same `sub` is true and said.
 */
export const openidConfiguration = (
  settings: MetadataSettings,
): ServerMetadata & { readonly subject_types_supported: readonly ['public'] } => ({
  ...serverMetadata(settings),
  subject_types_supported: ['public'],
});
