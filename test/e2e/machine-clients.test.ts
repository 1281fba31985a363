import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { clientCommands } from './client-commands.ts';
import { getWith, postForm, type Answer } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { logInAs, postWith, putUser } from './service-users.ts';

const INSECURE = { [oauth.allowInsecureRequests]: true };

const basic = (id: string, secret: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

describe('machines with tokens of their own', () => {
  let service: RunningService;
  let run: ReturnType<typeof clientCommands>;
  /** Registers a client, as an operator does. */
  const register = async (id: string, ...words: string[]): Promise<string> => {
    const { stdout } = await run('create', id, '--json', ...words);
    return (JSON.parse(stdout) as { clientSecret: string }).clientSecret;
  };
  const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    postForm(`${service.url}/token`, { grant_type: 'client_credentials', ...form }, headers);
  const opens = async (answer: Answer): Promise<number> => {
    const { status } = await getWith(
      `${service.url}/users/me/sessions`,
      String(answer.json['access_token']),
    );
    return status;
  };

  beforeAll(async () => {
    service = await startService({ adjustableClock: true });
    run = clientCommands(service.dataDirectory);
  }, 60_000);
  afterAll(() => service.stop());

  it('are let in by clients that others wrote, both ways', async () => {
    const secret = await register('reports', '--scope', 'items:read');
    const issuer = new URL(service.url);
    const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...INSECURE });
    const server = await oauth.processDiscoveryResponse(issuer, discovered);
    const client = { client_id: 'reports' };
    for (const way of [oauth.ClientSecretBasic(secret), oauth.ClientSecretPost(secret)]) {
      const asked = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        way,
        { scope: 'items:read' },
        INSECURE,
      );
      const tokens = await oauth.processClientCredentialsResponse(server, client, asked);
      expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'items:read' });
      expect(tokens.refresh_token).toBeUndefined();
    }
    const config = await openid.discovery(issuer, 'reports', secret, undefined, {
      execute: [openid.allowInsecureRequests],
    });
    expect((await openid.clientCredentialsGrant(config)).scope).toBe('items:read');
  });

  it('get the same answer for whatever is wrong with their credentials', async () => {
    const secret = await register('alike', '--scope', 'items:read');
    const wrong = await ask({ client_id: 'alike', client_secret: 'guess' });
    const unknown = await ask({ client_id: 'nobody', client_secret: secret });
    const without = await ask({ client_id: 'alike' });
    const others = await ask({ client_id: 'default', client_secret: secret });
    expect([wrong.status, wrong.json['error']]).toEqual([401, 'invalid_client']);
    expect([unknown.text, without.text, others.text]).toEqual(Array(3).fill(wrong.text));
    const byHeader = await ask({}, basic('alike', 'guess'));
    expect([byHeader.status, byHeader.text]).toEqual([401, wrong.text]);
    const both = await ask({ client_id: 'alike', client_secret: secret }, basic('alike', secret));
    expect(both.json['error']).toBe('invalid_request');
    const publicOne = await ask({ client_id: 'default' });
    expect([publicOne.status, publicOne.json['error']]).toEqual([400, 'unauthorized_client']);
    expect((await service.logLines()).join('\n')).not.toContain(secret);
  });

  it('never take a secret from the URL', async () => {
    const secret = await register('url', '--scope', 'items:read');
    const form = { grant_type: 'client_credentials', client_id: 'url' };
    const query = new URLSearchParams({ client_secret: secret }).toString();
    expect((await postForm(`${service.url}/token?${query}`, form)).status).not.toBe(200);
  });

  it('speak for no user, and open what asks for a scope they hold', async () => {
    const secret = await register('speaker', '--scope', 'items:read');
    const answer = await ask({}, basic('speaker', secret));
    const token = String(answer.json['access_token']);
    const items = await getWith(`${service.url}/users/me/items`, token);
    expect([items.status, items.json['detail']]).toEqual([403, 'The token speaks for no user.']);
    const weak = await register('weak', '--scope', 'orders:read');
    const powerless = String((await ask({}, basic('weak', weak))).json['access_token']);
    expect((await getWith(`${service.url}/users/me/items`, powerless)).status).toBe(403);
  });

  it('introspect with a reserved scope that they ask for by name', async () => {
    const secret = await register('gate', '--scope', 'tokens:introspect', '--reserved');
    expect((await ask({}, basic('gate', secret))).json['error']).toBe('invalid_scope');
    const named = await ask({ scope: 'tokens:introspect' }, basic('gate', secret));
    const token = String(named.json['access_token']);
    const answer = await postWith(`${service.url}/introspect`, token, { token });
    expect(answer.json).toMatchObject({ active: true, sub: 'client:gate', client_id: 'gate' });
    await run('disable', 'gate', '--yes');
    const gate = await register('gate-2', '--scope', 'tokens:introspect', '--reserved');
    const other = await ask({ scope: 'tokens:introspect' }, basic('gate-2', gate));
    const caller = String(other.json['access_token']);
    const judged = await postWith(`${service.url}/introspect`, caller, { token });
    expect(judged.json).toEqual({ active: false });
  });

  // Before any other test moves the clock: the command line's stands still.
  it('are out within the time of the cache once they are disabled', async () => {
    const secret = await register('fired', '--scope', 'items:read');
    const answer = await ask({}, basic('fired', secret));
    expect(await opens(answer)).toBe(403);
    await run('disable', 'fired', '--yes');
    expect((await ask({}, basic('fired', secret))).status).toBe(401);
    service.advance(61_000);
    expect(await opens(answer)).toBe(401);
    await run('enable', 'fired');
    service.advance(61_000);
    expect(await opens(answer)).toBe(401);
    expect(await opens(await ask({}, basic('fired', secret)))).toBe(403);
  });

  it('lose the secret of before when its time is over', async () => {
    const old = await register('rotating', '--scope', 'items:read');
    const { stdout } = await run('rotate-secret', 'rotating', '--grace', '1h', '--json');
    const { clientSecret: fresh } = JSON.parse(stdout) as { clientSecret: string };
    expect((await ask({}, basic('rotating', old))).status).toBe(200);
    expect((await ask({}, basic('rotating', fresh))).status).toBe(200);
    service.advance(3_600_000);
    expect((await ask({}, basic('rotating', old))).status).toBe(401);
    expect((await ask({}, basic('rotating', fresh))).status).toBe(200);
  });

  it('must show their secret to refresh and to revoke what they hold for a user', async () => {
    const secret = await register('portal', '--grant', 'password');
    await putUser(service, { username: 'paula', scopes: ['items:read'] });
    const secretly = { client_id: 'portal', client_secret: secret };
    const tokens = await logInAs(service, 'paula', secretly);
    const refresh = (form: Record<string, string>, path = '/refresh') =>
      postForm(`${service.url}${path}`, {
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
        ...form,
      });
    const revoke = (form: Record<string, string>) =>
      postForm(`${service.url}/revoke`, { token: tokens.refresh_token, ...form });
    for (const path of ['/refresh', '/token']) {
      expect((await refresh({ client_id: 'portal' }, path)).status).toBe(401);
      expect((await refresh({}, path)).json['error']).toBe('invalid_grant');
      expect((await refresh(secretly, path)).status).toBe(200);
    }
    expect((await revoke({ client_id: 'portal' })).status).toBe(401);
    expect((await revoke({ client_id: 'default' })).json['error']).toBe('invalid_grant');
    expect((await revoke(secretly)).status).toBe(200);
    expect((await refresh(secretly)).json['error']).toBe('invalid_grant');
    expect((await ask({}, basic('portal', secret))).json['error']).toBe('unauthorized_client');
  });

  it('asked the tables for nothing that their roles do not allow', () => {
    expect(service.problems).toEqual([]);
  });
});
