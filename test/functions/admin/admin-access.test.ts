import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import { AdminBench } from '../../fakes/admin-bench.ts';
import { NEW_PASSWORD } from '../../fakes/account-bench.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { claimsOf } from '../../fakes/session-bench.ts';
import { aUser, START } from '../../fakes/session-samples.ts';
import { PASSWORD } from '../../fakes/sign-in-bench.ts';

let bench: AdminBench;
let john: TokenResponse;

beforeEach(async () => {
  bench = new AdminBench();
  await bench.enrol();
  john = await bench.signIn('johndoe');
  bench.lines.length = 0;
});

const list = () => bench.admin('GET', '');

const codeOf = async (answer: ReturnType<AdminBench['admin']>) => {
  const { statusCode, body } = await answer;
  const { code } = (body === '' ? {} : JSON.parse(body)) as { code?: string };
  return [statusCode, code];
};

test('disabling ends all sessions at once, and enabling lets the user log in again', async () => {
  const answer = await bench.admin('POST', 'johndoe/disable');
  expect(jsonOf(answer)).toMatchObject({ disabled: true });
  expect(await bench.fate(john.refresh_token)).toMatch(/^invalid_grant/);
  await expect(bench.signIn('johndoe')).rejects.toThrow('disabled');
  expect((await bench.admin('POST', 'johndoe/disable')).statusCode).toBe(200);
  expect((await bench.users.find('johndoe'))?.epoch).toBe(4);
  expect((await bench.admin('POST', 'johndoe/enable')).statusCode).toBe(200);
  expect(await bench.signIn('johndoe')).toBeDefined();
  expect(bench.reasons).toEqual([
    'user_disabled: by_administrator',
    'session_revoked: disabled',
    'user_enabled: by_administrator',
  ]);
});

test('a password that was set ends all sessions and opens new ones', async () => {
  const answer = await bench.admin('PUT', 'johndoe/password', { password: NEW_PASSWORD });
  expect(answer.statusCode).toBe(200);
  expect(await bench.fate(john.refresh_token)).toMatch(/^invalid_grant/);
  await expect(bench.signIn('johndoe')).rejects.toThrow('wrong_password');
  expect(await bench.signIn('johndoe', NEW_PASSWORD)).toBeDefined();
});

test('a password that was set must be a good one', async () => {
  const set = (body: unknown) => codeOf(bench.admin('PUT', 'johndoe/password', body));
  expect(await set({ password: 'short' })).toEqual([422, 'password_too_short']);
  expect(await set({ password: 'johndoe johndoe x' })).toEqual([422, 'password_contains_name']);
  expect(await set({ password: null })).toEqual([422, 'invalid_member']);
  expect(await set({})).toEqual([422, 'invalid_member']);
  expect(await bench.fate(john.refresh_token)).toBe('answered');
});

test('nobody sets the password of somebody who may do what he may not', async () => {
  await bench.enrol({ scopes: ['users:admin', 'tokens:introspect'] });
  const set = () => codeOf(bench.admin('PUT', 'johndoe/password', { password: NEW_PASSWORD }));
  expect(await set()).toEqual([403, 'more_powerful_user']);
  expect(await bench.signIn('johndoe', PASSWORD)).toBeDefined();
  expect(bench.reasons).toEqual(['administration_refused: more_powerful_user']);
  bench.caller = bench.machine({ scope: 'users:admin tokens:introspect' });
  expect(await set()).toEqual([200, undefined]);
});

test('an expired password opens no session until it is changed', async () => {
  const answer = await bench.admin('POST', 'johndoe/expire-password');
  expect(jsonOf(answer)).toMatchObject({ password_expired: true });
  expect(await bench.fate(john.refresh_token)).toMatch(/^invalid_grant/);
  await expect(bench.signIn('johndoe')).rejects.toThrow('password_expired');
});

test('deleting erases the user, the sessions and the sources', async () => {
  await bench.sources.remember({ username: 'johndoe', source: '192.0.2.0/24' }, START);
  expect((await bench.admin('DELETE', 'johndoe')).statusCode).toBe(204);
  expect(await bench.users.find('johndoe')).toBeNull();
  expect(await bench.families.list('johndoe')).toEqual([]);
  expect(await bench.sources.list('johndoe')).toEqual([]);
  expect(bench.reasons).toEqual(['user_deleted: by_administrator']);
  expect(await codeOf(bench.admin('DELETE', 'johndoe'))).toEqual([404, 'unknown_user']);
});

describe('sessions', () => {
  test('are listed, ended one by one and all together', async () => {
    const other = await bench.signIn('johndoe');
    const { sessions } = jsonOf(await bench.admin('GET', 'johndoe/sessions')) as {
      sessions: { id: string; current: boolean }[];
    };
    expect(sessions).toHaveLength(2);
    expect(sessions.every(({ current }) => !current)).toBe(true);
    const id = String(claimsOf(john).sid);
    expect((await bench.admin('DELETE', `johndoe/sessions/${id}`)).statusCode).toBe(204);
    expect(await bench.fate(john.refresh_token)).toMatch(/^invalid_grant/);
    expect(await bench.fate(other.refresh_token)).toBe('answered');
    expect((await bench.admin('DELETE', 'johndoe/sessions')).statusCode).toBe(204);
    expect(await bench.fate(other.refresh_token)).toMatch(/^invalid_grant/);
    expect(bench.reasons).toContain('user_sessions_ended: by_administrator');
    expect(bench.reasons).toContain('user_session_ended: by_administrator');
  });

  test('of nobody, of others and of no form are not found', async () => {
    await bench.enrol({ username: 'jane', userId: 'user:jane' });
    const id = String(claimsOf(john).sid);
    const end = (path: string) => codeOf(bench.admin('DELETE', path));
    expect(await end(`jane/sessions/${id}`)).toEqual([404, 'unknown_session']);
    expect(await end('johndoe/sessions/x')).toEqual([404, 'unknown_session']);
    expect(await end('nobody/sessions')).toEqual([404, 'unknown_user']);
    expect(await bench.fate(john.refresh_token)).toBe('answered');
  });

  test('are not all ended by a forgotten id', async () => {
    const sketch = { pathParameters: { proxy: 'johndoe/sessions' } };
    const answer = await bench.admin('DELETE', 'johndoe/sessions/', null, sketch);
    expect(answer.statusCode).toBe(400);
    expect((await bench.admin('DELETE', 'johndoe/sessions/')).statusCode).toBe(404);
    expect(await bench.fate(john.refresh_token)).toBe('answered');
  });
});

describe('who may', () => {
  let boss: TokenResponse;
  beforeEach(async () => {
    await bench.enrol({ username: 'boss', userId: 'user:boss', scopes: ['users:admin', 'x'] });
    boss = await bench.signIn('boss');
    bench.caller = bench.person(boss);
  });

  test('a person in a session, whose own session is marked', async () => {
    expect((await list()).statusCode).toBe(200);
    const { sessions } = jsonOf(await bench.admin('GET', 'boss/sessions')) as {
      sessions: { current: boolean }[];
    };
    expect(sessions.map(({ current }) => current)).toEqual([true]);
    await bench.admin('POST', 'johndoe/disable');
    expect(bench.lines[0]).toContain('"actor":"user:boss"');
  });

  test('nobody without the authorizer’s word, past the token’s end, or without the scope', async () => {
    bench.caller = {};
    expect((await list()).statusCode).toBe(401);
    bench.caller = bench.machine({ exp: String(START / 1000 - 1) });
    expect((await list()).statusCode).toBe(401);
    bench.caller = bench.machine({ scope: 'items:read users:admins' });
    const answer = await list();
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['WWW-Authenticate']).toContain('scope="users:admin"');
    // Who may not ask learns nothing from what he asks.
    expect((await bench.admin('GET', 'nobody')).statusCode).toBe(403);
    expect((await bench.admin('BREW', 'x/y/z')).statusCode).toBe(403);
  });

  test('nobody whose scope was taken since, who was disabled, or whose session is over', async () => {
    const user = await bench.users.find('boss');
    if (user === null) throw new Error('no boss');
    bench.users.put({ ...user, scopes: [] });
    expect((await list()).statusCode).toBe(403);
    bench.users.put({ ...user, disabled: true });
    expect((await list()).statusCode).toBe(401);
    bench.users.put({ ...user, epoch: user.epoch + 1 });
    expect((await list()).statusCode).toBe(401);
    bench.users.put({ ...user, userId: 'user:another' });
    expect((await list()).statusCode).toBe(401);
  });

  test('no subject of another kind', async () => {
    bench.caller = bench.machine({ sub: 'user:boss' });
    expect((await list()).statusCode).toBe(401);
  });

  test('nobody sets his own password without the one that he has', async () => {
    const set = bench.admin('PUT', 'BOSS/password', { password: NEW_PASSWORD });
    expect(await codeOf(set)).toEqual([403, 'own_password']);
    expect(bench.reasons).toEqual(['administration_refused: own_password']);
    expect((await list()).statusCode).toBe(200);
  });

  test('nobody locks himself out', async () => {
    expect(await codeOf(bench.admin('POST', 'boss/disable'))).toEqual([403, 'own_account']);
    expect(await codeOf(bench.admin('DELETE', 'BOSS'))).toEqual([403, 'own_account']);
    expect(bench.reasons).toEqual([
      'administration_refused: own_account',
      'administration_refused: own_account',
    ]);
    expect((await list()).statusCode).toBe(200);
  });
});

describe('paths', () => {
  const names = [
    'a/b',
    'a/disable',
    '50%',
    '50%25',
    'a+b',
    'a b',
    'söze',
    '日本',
    "o'neil",
    'a?b#c',
    '..',
    '~x',
  ];

  test.each(names)('name %j, escaped in either way', async (username) => {
    bench.users.put(aUser({ username, userId: `user:${username}` }));
    const encoded = Buffer.from(username).toString('base64url');
    for (const path of [encodeURIComponent(username), `~${encoded}`]) {
      if (path === '~x') continue;
      expect(jsonOf(await bench.admin('GET', path))).toMatchObject({ id: `user:${username}` });
    }
  });

  test('a slash in a name is none between two parts', async () => {
    const answer = await bench.admin('POST', 'johndoe%2Fdisable');
    expect(answer.statusCode).toBe(405);
    expect((await bench.users.find('johndoe'))?.disabled).toBe(false);
  });

  test.each([
    ['GET', '~x', 400],
    ['GET', '~_w', 400],
    ['GET', '~', 404],
    ['GET', 'johndoe/', 404],
    ['GET', 'johndoe//sessions', 404],
    ['GET', 'johndoe/secrets', 404],
    ['GET', 'johndoe/sessions/a/b', 404],
    ['GET', 'johndoe/constructor', 404],
  ])('%s %s is answered with %i', async (method, path, status) => {
    expect((await bench.admin(method, path)).statusCode).toBe(status);
  });

  test.each([
    ['POST', 'johndoe', 'GET, PATCH, DELETE'],
    ['PATCH', 'johndoe/disable', 'POST'],
    ['constructor', 'johndoe/sessions', 'GET, DELETE'],
  ])('%s %s is told that there are %s', async (method, path, methods) => {
    const answer = await bench.admin(method, path);
    expect([answer.statusCode, answer.headers['Allow']]).toEqual([405, methods]);
  });

  test('a path that the gateway reads otherwise is refused', async () => {
    const sketch = { pathParameters: { proxy: 'jane' } };
    expect(await codeOf(bench.admin('DELETE', 'johndoe', null, sketch))).toEqual([
      400,
      'unreadable_path',
    ]);
    expect(await bench.users.find('johndoe')).not.toBeNull();
  });
});
