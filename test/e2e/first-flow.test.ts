import { getWith, logIn, postForm, refreshAt, type Tokens } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

/** The README's own path, as a new user walks it. */
describe('a new user on a laptop', () => {
  let service: RunningService;
  let tokens: Tokens;

  beforeAll(async () => {
    service = await startService();
    tokens = await logIn(service.url);
  }, 60_000);
  afterAll(() => service.stop());

  it('logs in as johndoe with the password grant', async () => {
    const answer = await postForm(`${service.url}/token`, {
      grant_type: 'password',
      username: 'johndoe',
      password: 'secret',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('pragma')).toBe('no-cache');
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: expect.any(Number) as number,
      refresh_token: expect.stringMatching(/^[\w-]{60,}$/),
      scope: 'items:read',
    });
  });

  it('logs in without a grant_type, as FastAPI lets a form do', async () => {
    const answer = await postForm(`${service.url}/token`, {
      username: 'johndoe',
      password: 'secret',
    });
    expect(answer.status).toBe(200);
  });

  it('is refused with the same bytes for a wrong password and an unknown user', async () => {
    const wrong = await postForm(`${service.url}/token`, { username: 'johndoe', password: 'x' });
    const unknown = await postForm(`${service.url}/token`, { username: 'nobody', password: 'x' });
    expect(wrong.status).toBe(400);
    expect(wrong.json['error']).toBe('invalid_grant');
    expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
  });

  it('reads the own profile and the items', async () => {
    const me = await getWith(`${service.url}/users/me`, tokens.access_token);
    expect([me.status, me.json]).toEqual([
      200,
      {
        username: 'johndoe',
        email: 'johndoe@example.com',
        full_name: 'John Doe',
        disabled: false,
        scopes: ['items:read'],
        roles: [],
      },
    ]);
    const items = await getWith(`${service.url}/users/me/items`, tokens.access_token);
    expect([items.status, items.json]).toEqual([200, [{ item_id: 'Foo', owner: 'johndoe' }]]);
  });

  it('refreshes at /refresh and at /token, each time to a new token', async () => {
    const first = await refreshAt(service.url, '/refresh', tokens.refresh_token);
    const second = await refreshAt(service.url, '/token', String(first.json['refresh_token']));
    expect([first.status, second.status]).toEqual([200, 200]);
    const seen = new Set([
      tokens.refresh_token,
      first.json['refresh_token'],
      second.json['refresh_token'],
    ]);
    expect(seen.size).toBe(3);
    const me = await getWith(`${service.url}/users/me`, String(second.json['access_token']));
    expect(me.status).toBe(200);
  });

  it('refreshes at /refresh with JSON', async () => {
    const { refresh_token } = await logIn(service.url);
    const response = await fetch(`${service.url}/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token }),
    });
    expect(response.status).toBe(200);
  });

  it.each([
    ['no token', undefined],
    ['a bad token', 'not-a-token'],
    ['a well-formed token of nobody', 'eyJhbGciOiJub25lIn0.e30.AA'],
  ])('answers 401 with WWW-Authenticate for %s', async (_name, token) => {
    const answer = await getWith(`${service.url}/users/me`, token);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="/);
  });

  it('publishes a key set without private members, and metadata of its own issuer', async () => {
    const jwks = await getWith(`${service.url}/.well-known/jwks.json`);
    const keys = jwks.json['keys'] as Record<string, unknown>[];
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key)).not.toContain('d');
    for (const path of ['openid-configuration', 'oauth-authorization-server']) {
      const metadata = await getWith(`${service.url}/.well-known/${path}`);
      expect(metadata.json['issuer']).toBe(service.url);
      expect(metadata.json['token_endpoint']).toBe(`${service.url}/token`);
    }
  });
});
