import { adminCall, adminToken, withAdminConsole } from './admin-users.ts';
import { clientCommands } from './client-commands.ts';
import { getWith, postForm, type Answer } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { logInAs, putUser } from './service-users.ts';

const PASSWORD = 'seven green elephants sing';

describe('the admin API over HTTP', () => {
  let service: RunningService;
  let boss: string;
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    adminCall(service, boss, method, path, body);
  const login = (username: string, password: string, form: Record<string, string> = {}) =>
    postForm(`${service.url}/token`, { grant_type: 'password', username, password, ...form });

  beforeAll(async () => {
    service = await startService({ transformTemplate: withAdminConsole });
    boss = await adminToken(service);
  }, 60_000);
  afterAll(() => service.stop());

  it('is closed without a token, without the scope, and to clients that are not listed', async () => {
    const bare = await adminCall(service, null, 'GET', '');
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('Bearer'),
    ]);
    const plain = (await logInAs(service, 'boss')).access_token;
    for (const path of ['', '/boss', '/boss/sessions', '/boss/']) {
      expect((await adminCall(service, plain, 'GET', path)).status).toBe(403);
    }
    const asked = await login('boss', 'correct horse battery staple', { scope: 'users:admin' });
    expect([asked.status, asked.json['error']]).toEqual([400, 'invalid_scope']);
  });

  it('takes a user from the first day to the last', async () => {
    const created = await call('POST', '', {
      username: 'Anna Müller',
      password: PASSWORD,
      email: 'anna@example.com',
      scopes: ['items:read'],
    });
    expect([created.status, created.json['username']]).toEqual([201, 'anna müller']);
    const path = `/${encodeURIComponent('anna müller')}`;
    const tokens = await login('Anna Müller', PASSWORD);
    expect(tokens.status).toBe(200);
    const opens = () =>
      getWith(`${service.url}/users/me/sessions`, String(tokens.json['access_token']));
    expect((await opens()).status).toBe(200);

    const patched = await call('PATCH', path, { full_name: 'Anna', scopes: ['items:write'] });
    expect(patched.json).toMatchObject({ full_name: 'Anna', scopes: ['items:write'] });
    expect((await call('GET', path)).json).toEqual(patched.json);

    const { sessions } = (await call('GET', `${path}/sessions`)).json as {
      sessions: { id: string }[];
    };
    expect(sessions).toHaveLength(1);
    expect((await call('DELETE', `${path}/sessions/${sessions[0]?.id}`)).status).toBe(204);
    expect((await opens()).status).toBe(401);

    expect((await call('PUT', `${path}/password`, { password: `${PASSWORD} on` })).status).toBe(
      200,
    );
    expect((await login('anna müller', PASSWORD)).status).toBe(400);
    expect((await login('anna müller', `${PASSWORD} on`)).status).toBe(200);
    expect((await call('DELETE', `${path}/sessions`)).status).toBe(204);
    expect((await call('POST', `${path}/expire-password`)).json['password_expired']).toBe(true);
    expect((await login('anna müller', `${PASSWORD} on`)).status).toBe(400);
    expect((await call('POST', `${path}/disable`)).json['disabled']).toBe(true);
    expect((await call('POST', `${path}/enable`)).json['disabled']).toBe(false);
    const record = await call('GET', `${path}/export`);
    expect(record.json).toMatchObject({ profile: { username: 'anna müller' } });
    expect(record.text).not.toMatch(/argon2/);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('loses no change of administrators who come at once', async () => {
    await putUser(service, { username: 'busy', scopes: [] });
    for (const round of ['1', '2', '3']) {
      const changes = { email: `a@${round}.example`, full_name: `Busy ${round}`, scopes: [round] };
      const answers = await Promise.all(
        Object.entries(changes).map(([name, value]) => call('PATCH', '/busy', { [name]: value })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await call('GET', '/busy')).json).toMatchObject(changes);
    }
  });

  it('raises nobody, by whatever member or detour', async () => {
    await putUser(service, { username: 'mallory', scopes: [] });
    const tries: [string, string, unknown][] = [
      ['PATCH', '/mallory', { scopes: ['users:admin'] }],
      ['PATCH', '/mallory', { scopes: ['tokens:introspect'] }],
      ['PATCH', '/mallory', { scopes: ['users:admin items:read'] }],
      ['PATCH', '/mallory', { userId: 'user:boss' }],
      ['POST', '', { username: 'evil', password: PASSWORD, scopes: ['users:admin'] }],
    ];
    for (const [method, path, body] of tries) {
      const { status } = await call(method, path, body);
      expect([403, 422]).toContain(status);
    }
    expect((await call('GET', '/mallory')).json['scopes']).toEqual([]);
    await putUser(service, { username: 'chief', scopes: ['users:admin', 'tokens:introspect'] });
    const set = await call('PUT', '/chief/password', { password: PASSWORD });
    expect([set.status, set.json['code']]).toEqual([403, 'more_powerful_user']);
    expect((await call('POST', '/boss/disable')).status).toBe(403);
    expect((await call('DELETE', '/boss')).status).toBe(403);
  });

  it.each(['a/b', 'x/disable', '50%', '50%25', 'a+b', 'a b', '日本', 'a?b#c', '..', '~x', 'é'])(
    'finds %j by its path',
    async (username) => {
      await putUser(service, { username });
      const escaped = `~${Buffer.from(username).toString('base64url')}`;
      // Every client takes .. for the folder above, however it is written.
      const plain = /^\.\.$|^~/.test(username) ? [] : [encodeURIComponent(username)];
      for (const name of [escaped, ...plain]) {
        expect((await call('GET', `/${name}`)).json['username']).toBe(username);
        expect((await call('POST', `/${name}/disable`)).json['username']).toBe(username);
      }
    },
  );

  it('lets a machine client administer', async () => {
    const run = clientCommands(service.dataDirectory);
    const { stdout } = await run(
      'create',
      'robot',
      '--json',
      '--reserved',
      '--scope',
      'users:admin',
    );
    const { clientSecret } = JSON.parse(stdout) as { clientSecret: string };
    const asked = await postForm(`${service.url}/token`, {
      grant_type: 'client_credentials',
      client_id: 'robot',
      client_secret: clientSecret,
      scope: 'users:admin',
    });
    const token = String(asked.json['access_token']);
    const body = { username: 'made-by-robot', password: null };
    expect((await adminCall(service, token, 'POST', '', body)).status).toBe(201);
    expect((await adminCall(service, token, 'DELETE', '/made-by-robot')).status).toBe(204);
    const lines = await service.logLines();
    expect(lines.some((line) => /user_created.*"actor":"client:robot"/.test(line))).toBe(true);
  });

  it('shows 250 users, each exactly once, and takes no forged cursor', async () => {
    for (let at = 0; at < 250; at += 1) await putUser(service, { username: `crowd ${at}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = (await call('GET', `?limit=40${query}`)).json as {
        users: { username: string }[];
        next_cursor: string | null;
      };
      expect(page.users.length).toBeLessThanOrEqual(40);
      seen.push(...page.users.map(({ username }) => username));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen.filter((name) => name.startsWith('crowd '))).toHaveLength(250);
    expect(new Set(seen).size).toBe(seen.length);
    for (const forged of ['x', Buffer.from('client#robot').toString('base64url')]) {
      expect((await call('GET', `?cursor=${forged}`)).status).toBe(400);
    }
    expect(service.problems).toEqual([]);
  });
});
