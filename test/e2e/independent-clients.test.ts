import { JwtVerifier } from 'aws-jwt-verify';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { getWith, logIn } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

/** Clients that nobody here wrote: they know the RFCs and nothing of us. */
describe('clients that others wrote', () => {
  let service: RunningService;
  const credentials = { username: 'johndoe', password: 'secret', scope: 'items:read' };

  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(() => service.stop());

  it('openid-client discovers the service, logs in and refreshes', async () => {
    const config = await openid.discovery(
      new URL(service.url),
      'default',
      undefined,
      openid.None(),
      { execute: [openid.allowInsecureRequests] },
    );
    const tokens = await openid.genericGrantRequest(config, 'password', credentials);
    const next = await openid.refreshTokenGrant(config, String(tokens.refresh_token));
    expect(next.access_token).not.toBe(tokens.access_token);
    expect(next.scope).toBe('items:read');
    const me = await getWith(`${service.url}/users/me`, next.access_token);
    expect(me.json['username']).toBe('johndoe');
  });

  it('openid-client discovers it by RFC 8414 as well', async () => {
    const config = await openid.discovery(
      new URL(service.url),
      'default',
      undefined,
      openid.None(),
      { execute: [openid.allowInsecureRequests], algorithm: 'oauth2' },
    );
    expect(config.serverMetadata().token_endpoint).toBe(`${service.url}/token`);
  });

  it('oauth4webapi logs in and refreshes, and reads the refusals', async () => {
    const insecure = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(service.url);
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
    const refreshed = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      String(tokens.refresh_token),
      insecure,
    );
    const next = await oauth.processRefreshTokenResponse(server, client, refreshed);
    expect(next.expires_in).toBe(900);

    const refused = await oauth.genericTokenEndpointRequest(
      server,
      client,
      oauth.None(),
      'password',
      { ...credentials, password: 'wrong' },
      insecure,
    );
    await expect(
      oauth.processGenericTokenEndpointResponse(server, client, refused),
    ).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  });

  it('aws-jwt-verify accepts the access token by the published key set, and no altered one', async () => {
    const jwks = await (await fetch(`${service.url}/.well-known/jwks.json`)).json();
    const verifier = JwtVerifier.create({
      issuer: service.url,
      audience: service.url,
      jwksUri: `${service.url}/.well-known/jwks.json`,
    });
    verifier.cacheJwks(jwks as Parameters<typeof verifier.cacheJwks>[0]);
    const { access_token: token } = await logIn(service.url);
    const claims = await verifier.verify(token);
    expect(claims).toMatchObject({
      iss: service.url,
      aud: service.url,
      sub: expect.stringMatching(/^user:[0-9a-f-]{36}$/),
      client_id: 'default',
      scope: 'items:read',
      username: 'johndoe',
      sid: expect.any(String),
      jti: expect.any(String),
    });
    const [header = '', payload = '', signature = ''] = token.split('.');
    const altered = Buffer.from(
      JSON.stringify({
        ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
        sub: 'user:x',
      }),
    ).toString('base64url');
    await expect(verifier.verify(`${header}.${altered}.${signature}`)).rejects.toThrow(
      /signature/i,
    );
  });
});
