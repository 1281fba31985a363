import { getWith, logIn, postForm, refreshAt } from './oauth-requests.ts';
import { sendJson, startRegisteringService } from './registering-service.ts';
import type { RunningService } from './running-service.ts';
import { putUser } from './service-users.ts';

const PASSWORD = 'seven green elephants sing';
const ANOTHER = 'eight red lorries, all asleep';

describe('a person and an account of their own', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRegisteringService();
  }, 120_000);
  afterAll(() => service.stop());

  const signUp = (username: string, more: object = {}) =>
    sendJson(service, 'POST', '/users', { username, password: PASSWORD, ...more });
  const logInAs = (username: string, password = PASSWORD) =>
    logIn(service.url, { username, password });
  const loginOf = (username: string, password: string) =>
    postForm(`${service.url}/token`, { grant_type: 'password', username, password });
  const errorOf = async (username: string, password: string) =>
    (await loginOf(username, password)).json['error'];
  const fateOf = async (refreshToken: string) => {
    const { status, json } = await refreshAt(service.url, '/refresh', refreshToken);
    return status === 200 ? 'refreshed' : json['error'];
  };

  it('sign up, log in, change, take along, and go for good', async () => {
    const made = await signUp('Wanda', { email: 'w@example.com' });
    expect([made.status, made.json]).toEqual([
      201,
      {
        username: 'wanda',
        email: 'w@example.com',
        full_name: null,
        disabled: false,
        scopes: ['items:read'],
        roles: [],
      },
    ]);
    const here = await logInAs('wanda');
    const elsewhere = await logInAs('WANDA');
    expect((await getWith(`${service.url}/users/me/items`, here.access_token)).status).toBe(200);
    const me = async (method: string, path: string, body?: unknown) =>
      sendJson(service, method, path, body, here.access_token);

    const patched = await me('PATCH', '/users/me', { full_name: 'Wanda Doe', email: null });
    expect(patched.json).toMatchObject({ full_name: 'Wanda Doe', email: null });
    expect((await me('GET', '/users/me')).json).toEqual(patched.json);
    const greedy = await me('PATCH', '/users/me', { scopes: ['users:admin'] });
    expect([greedy.status, greedy.json['code']]).toEqual([422, 'unknown_member']);

    const change = { current_password: PASSWORD, new_password: ANOTHER };
    const wrong = await me('POST', '/users/me/password', { ...change, current_password: 'x' });
    expect(wrong.status).toBe(403);
    const weak = await me('POST', '/users/me/password', { ...change, new_password: 'wandawanda' });
    expect([weak.status, weak.json['code']]).toEqual([422, 'password_too_short']);
    expect((await me('POST', '/users/me/password', change)).status).toBe(204);
    expect(await fateOf(elsewhere.refresh_token)).toBe('invalid_grant');
    expect(await fateOf(here.refresh_token)).toBe('refreshed');
    expect(await errorOf('wanda', PASSWORD)).toBe('invalid_grant');

    const record = await me('GET', '/users/me/export');
    expect(record.json).toMatchObject({
      profile: { username: 'wanda', full_name: 'Wanda Doe' },
      password: { set: true, expired: false },
      sessions: expect.arrayContaining([
        expect.objectContaining({ ended: false }),
        expect.objectContaining({ ended: true }),
      ]) as unknown,
      login_sources: [{ network: expect.any(String) as string }],
    });
    expect(record.text).not.toContain('argon2');

    const erasure = { current_password: ANOTHER };
    expect((await me('POST', '/users/me/erasure', { current_password: 'x' })).status).toBe(403);
    expect((await me('POST', '/users/me/erasure', erasure)).status).toBe(204);
    expect(await errorOf('wanda', ANOTHER)).toBe('invalid_grant');
    expect(await fateOf(here.refresh_token)).toBe('invalid_grant');
    expect((await signUp('wanda')).status).toBe(201);
    expect(await fateOf(here.refresh_token)).toBe('invalid_grant');
  });

  it('of those who want one name at once one gets it, and it is his password that counts', async () => {
    const passwords = Array.from({ length: 6 }, (_, at) => `${PASSWORD} number ${at}`);
    const answers = await Promise.all(passwords.map((password) => signUp('rachel', { password })));
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const won = passwords[answers.findIndex(({ status }) => status === 201)] ?? '';
    expect((await loginOf('rachel', won)).status).toBe(200);
  });

  it('an expired password is changed by name, as the refused login says', async () => {
    await putUser(service, { username: 'old', passwordExpired: true });
    const expired = 'correct horse battery staple';
    const refused = await loginOf('old', expired);
    expect(refused.json['error_description']).toContain('POST /users/password');
    const change = { username: 'old', current_password: expired, new_password: ANOTHER };
    expect((await sendJson(service, 'POST', '/users/password', change)).status).toBe(204);
    expect((await loginOf('old', ANOTHER)).status).toBe(200);
    const refusals = [
      await sendJson(service, 'POST', '/users/password', change),
      await sendJson(service, 'POST', '/users/password', { ...change, username: 'nobody' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 403]);
    expect(refusals[0]?.text).toBe(refusals[1]?.text);
  });

  it('no session that races a change of the password with the old one outlives it', async () => {
    await putUser(service, { username: 'racer', scopes: [] });
    const old = 'correct horse battery staple';
    const { access_token: token } = await logInAs('racer', old);
    const change = { current_password: old, new_password: ANOTHER };
    const logins = Array.from({ length: 3 }, () => loginOf('racer', old));
    const changed = sendJson(service, 'POST', '/users/me/password', change, token);
    const more = Array.from({ length: 3 }, () => loginOf('racer', old));
    expect((await changed).status).toBe(204);
    const raced = await Promise.all([...logins, ...more]);
    for (const { status, json } of raced) {
      if (status !== 200) continue;
      expect(await fateOf(String(json['refresh_token']))).toBe('invalid_grant');
    }
    expect((await loginOf('racer', ANOTHER)).status).toBe(200);
  });

  it('nothing was refused by IAM, and no password is in a log', async () => {
    expect(service.problems).toEqual([]);
    const lines = (await service.logLines()).join('\n');
    expect(lines).toContain('user_registered');
    expect(lines).not.toMatch(/green elephants|red lorries|argon2id/);
  });
});
