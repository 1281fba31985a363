import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { refreshAt } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { introspectorToken, withConsole } from './service-users.ts';

/** Clients that nobody here wrote: they know RFC 7009 and RFC 7662, and nothing of us. */
describe('clients that others wrote', () => {
  let service: RunningService;
  const credentials = { username: 'johndoe', password: 'secret', scope: 'items:read' };

  beforeAll(async () => {
    service = await startService({ transformTemplate: withConsole });
  }, 60_000);
  afterAll(() => service.stop());

  it('openid-client finds the endpoint by discovery and revokes what it got', async () => {
    const options = { execute: [openid.allowInsecureRequests] };
    const url = new URL(service.url);
    const config = await openid.discovery(url, 'default', undefined, openid.None(), options);
    const tokens = await openid.genericGrantRequest(config, 'password', credentials);
    const refreshToken = String(tokens.refresh_token);
    await openid.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' });
    await expect(openid.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await openid.tokenRevocation(config, 'garbage');
  });

  it('oauth4webapi revokes by an access token, and sees by introspection that it is so', async () => {
    const issuer = new URL(service.url);
    const insecure = { [oauth.allowInsecureRequests]: true };
    const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    const server = await oauth.processDiscoveryResponse(issuer, discovered);
    const client = { client_id: 'default' };
    const granted = await oauth.genericTokenEndpointRequest(
      server,
      client,
      oauth.None(),
      'password',
      credentials,
      insecure,
    );
    const tokens = await oauth.processGenericTokenEndpointResponse(server, client, granted);

    const token = await introspectorToken(service);
    // The metadata says `Bearer`: a protected resource authorizes itself by a token of its own.
    const byBearer: oauth.ClientAuth = (_server, _client, _body, headers) =>
      headers.set('authorization', `Bearer ${token}`);
    const introspect = async () => {
      const answer = await oauth.introspectionRequest(
        server,
        client,
        byBearer,
        tokens.access_token,
        insecure,
      );
      return oauth.processIntrospectionResponse(server, client, answer);
    };
    expect(await introspect()).toMatchObject({ active: true, username: 'johndoe' });
    const revoked = await oauth.revocationRequest(
      server,
      client,
      oauth.None(),
      tokens.access_token,
      insecure,
    );
    await oauth.processRevocationResponse(revoked);
    expect(await introspect()).toEqual({ active: false });
    const refused = await refreshAt(service.url, '/refresh', String(tokens.refresh_token));
    expect(refused.status).toBe(400);
  });
});
