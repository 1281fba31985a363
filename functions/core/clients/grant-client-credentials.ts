import { OAuthError } from '../oauth-error.ts';
import { grantScopes, isReservedScope } from '../scopes.ts';
import { orUnavailable } from '../or-unavailable.ts';
import type { SessionPorts } from '../sessions/session-ports.ts';
import type { TokenResponse } from '../sessions/token-response.ts';
import type { AccessTokenClaims } from '../tokens/access-token-claims.ts';
import { signAccessToken } from '../tokens/sign-access-token.ts';
import { authenticateClient, type ClientClaim, type ClientPorts } from './authenticate-client.ts';
import { requireGrant } from './require-grant.ts';

/** The client-credentials grant's request (RFC 6749 §4.4.2). */
export interface ClientCredentialsRequest extends ClientClaim {
  /** `null` when the request asks for no scope in particular. */
  readonly scope: readonly string[] | null;
}

/** What the grant needs of the outside. */
export type ClientCredentialsPorts = ClientPorts &
  Pick<SessionPorts, 'signingKeys' | 'random' | 'settings'>;

/** What a machine gets: no refresh token, since it can ask again at any time (RFC 6749 §4.4.3). */
export type ClientTokenResponse = Omit<TokenResponse, 'refresh_token'>;

/**
 * Gives a confidential client a token of its own (RFC 6749 §4.4). Its subject is `client:<id>`, which
 * can't be taken for a user (RFC 9700 §4.15), and it belongs to no session.
 *
 * @returns an access token with the scopes that were asked for and that the client holds
 * @throws OAuthError `invalid_client`, `unauthorized_client` for a client that may not,
 *   `invalid_scope` when nothing that was asked for is held, or there is nothing to give, and
 *   `temporarily_unavailable` when clients or keys can't be had
 */
export async function grantClientCredentials(
  request: ClientCredentialsRequest,
  ports: ClientCredentialsPorts,
): Promise<ClientTokenResponse> {
  const client = await authenticateClient(request, ports);
  const { settings, clock, random, securityLog } = ports;
  const about = { clientId: client.clientId, ip: request.device.ip };
  requireGrant(client, 'client_credentials', request.device.ip, ports);
  const scopes = client.registration?.scopes ?? [];
  const granted = grantScopes(request.scope, scopes, client, settings.scopesSupported);
  if (granted.length === 0) {
    // A token without scopes would still open every route that asks for none.
    const description = 'The client holds no scope that is granted unasked.';
    throw new OAuthError('invalid_scope', description, 'nothing_held');
  }
  const key = await orUnavailable(() => ports.signingKeys.active());
  const iat = Math.floor(clock.now() / 1000);
  const claims: AccessTokenClaims = {
    iss: settings.issuer,
    sub: `client:${client.clientId}`,
    aud: granted.some(isReservedScope) ? settings.issuer : settings.audience,
    client_id: client.clientId,
    scope: granted.join(' '),
    iat,
    exp: iat + settings.accessTokenTtlSeconds,
    jti: Buffer.from(random.bytes(16)).toString('base64url'),
  };
  const accessToken = await signAccessToken(claims, key);
  securityLog.record({ event: 'client_token_issued', reason: 'client_credentials', ...about });
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: settings.accessTokenTtlSeconds,
    scope: claims.scope,
  };
}
