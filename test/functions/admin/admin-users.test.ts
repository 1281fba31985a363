import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import { AdminBench } from '../../fakes/admin-bench.ts';
import { NEW_PASSWORD } from '../../fakes/account-bench.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { aUser, START } from '../../fakes/session-samples.ts';

let bench: AdminBench;
let john: TokenResponse;

beforeEach(async () => {
  bench = new AdminBench();
  await bench.enrol();
  john = await bench.signIn('johndoe');
  bench.lines.length = 0;
});

const codeOf = async (answer: ReturnType<AdminBench['admin']>) => {
  const { statusCode, body } = await answer;
  const { code } = (body === '' ? {} : JSON.parse(body)) as { code?: string };
  return [statusCode, code];
};

describe('reading', () => {
  test('shows a user, and neither the hash nor whether there is one', async () => {
    const answer = await bench.admin('GET', 'johndoe');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['Cache-Control']).toBe('no-store');
    const at = new Date(START - 9 * 86_400_000).toISOString();
    expect(jsonOf(answer)).toEqual({
      id: aUser().userId,
      username: 'johndoe',
      email: 'johndoe@example.com',
      full_name: 'John Doe',
      disabled: false,
      roles: ['reader'],
      scopes: ['items:read', 'items:write'],
      scopes_with_roles: ['items:read', 'items:write'],
      password_expired: false,
      password_changed_at: at,
      created_at: at,
      updated_at: at,
    });
  });

  test('says 404 of a name that nobody has, or can have', async () => {
    expect(await codeOf(bench.admin('GET', 'nobody'))).toEqual([404, 'unknown_user']);
    expect(await codeOf(bench.admin('GET', 'a%00b'))).toEqual([404, 'unknown_user']);
    expect(await codeOf(bench.admin('GET', 'x'.repeat(600)))).toEqual([404, 'unknown_user']);
  });

  test('shows all users page by page', async () => {
    for (let at = 0; at < 250; at += 1) {
      bench.users.put(aUser({ username: `crowd${at}`, userId: `user:${at}` }));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = cursor === null ? {} : { cursor };
      const page = jsonOf(await bench.admin('GET', '', null, { query })) as {
        users: { username: string }[];
        next_cursor: string | null;
      };
      expect(page.users.length).toBeLessThanOrEqual(50);
      seen.push(...page.users.map(({ username }) => username));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(251);
    expect(new Set(seen).size).toBe(251);
  });

  test.each([
    { limit: '0' },
    { limit: '101' },
    { limit: '1e1' },
    { limit: '' },
    { limit: '-1' },
    { cursor: '' },
    { cursor: 'a' },
    { cursor: '====' },
    { cursor: Buffer.from([0xff, 0xfe]).toString('base64url') },
    { cursor: Buffer.from('x'.repeat(3000)).toString('base64url') },
    { cursor: Buffer.from('{"pk":{"S":"client#robot"}}').toString('base64') },
  ])('refuses %j', async (query) => {
    expect(await codeOf(bench.admin('GET', '', null, { query }))).toEqual([400, 'invalid_query']);
  });

  test('exports what there is of a person', async () => {
    await bench.sources.remember({ username: 'johndoe', source: '192.0.2.0/24' }, START);
    const record = jsonOf(await bench.admin('GET', 'johndoe/export'));
    expect(record).toMatchObject({
      profile: { username: 'johndoe' },
      password: { set: null },
      sessions: [{ client_id: 'web' }],
      login_sources: [{ network: '192.0.2.0/24' }],
    });
    expect(bench.reasons).toEqual(['user_exported: by_administrator']);
  });
});

describe('creating', () => {
  const draft = { username: 'Anna', password: NEW_PASSWORD };

  test('makes a user who can log in, with the name folded', async () => {
    const body = { ...draft, email: 'a@example.com', scopes: ['items:read'], roles: ['editor'] };
    const answer = await bench.admin('POST', '', body);
    expect(answer.statusCode).toBe(201);
    expect(jsonOf(answer)).toMatchObject({
      username: 'anna',
      scopes_with_roles: ['items:read', 'items:write'],
      full_name: null,
      disabled: false,
    });
    expect(answer.body).not.toContain('argon2');
    expect(await bench.signIn('anna', NEW_PASSWORD)).toBeDefined();
    const [event] = bench.lines.map((line) => JSON.parse(line) as object);
    expect(event).toMatchObject({
      event: 'user_created',
      actor: 'client:robot',
      clientId: 'robot',
      userId: 'user:new-1',
      ip: '192.0.2.7',
    });
  });

  test('makes one without a password, who can not', async () => {
    expect((await bench.admin('POST', '', { ...draft, password: null })).statusCode).toBe(201);
    await expect(bench.signIn('anna', NEW_PASSWORD)).rejects.toThrow('wrong_password');
  });

  test.each([
    [{}, 422, 'invalid_member'],
    [{ username: 'anna' }, 422, 'invalid_member'],
    [{ ...draft, admin: true }, 422, 'unknown_member'],
    [{ ...draft, userId: 'user:1' }, 422, 'unknown_member'],
    [{ ...draft, scopes: 'items:read' }, 422, 'invalid_member'],
    [{ ...draft, scopes: ['a b'] }, 422, 'scopes_refused'],
    [{ ...draft, scopes: [''] }, 422, 'scopes_refused'],
    [{ ...draft, scopes: Array.from({ length: 65 }, (_, at) => `s${at}`) }, 422, 'scopes_refused'],
    [{ ...draft, roles: ['x'.repeat(1001)] }, 422, 'roles_refused'],
    [{ ...draft, scopes: ['users:admin'] }, 403, 'reserved_scope'],
    [{ ...draft, scopes: ['items:read', 'tokens:introspect'] }, 403, 'reserved_scope'],
    [{ ...draft, roles: ['chief'] }, 403, 'reserved_role'],
    [{ ...draft, password: 'short' }, 422, 'password_too_short'],
    [{ ...draft, password: 'anna anna anna anna' }, 422, 'password_contains_name'],
    [{ ...draft, username: 'johndoe' }, 409, 'username_taken'],
    [{ ...draft, username: 'JohnDoe' }, 409, 'username_taken'],
    [{ ...draft, username: '  ' }, 422, 'username_refused'],
    [{ ...draft, username: 'a\u202Eb' }, 422, 'username_refused'],
    [{ ...draft, email: 'nowhere' }, 422, 'email_refused'],
    ['[]', 400, 'invalid_request'],
    [null, 400, 'invalid_request'],
  ])('refuses %j', async (body, status, code) => {
    expect(await codeOf(bench.admin('POST', '', body))).toEqual([status, code]);
    expect(await bench.users.find('anna')).toBeNull();
  });

  test('logs who wanted a reserved scope', async () => {
    await bench.admin('POST', '', { ...draft, scopes: ['users:admin'] });
    expect(bench.reasons).toEqual(['administration_refused: reserved_scope']);
  });
});

describe('changing', () => {
  test('replaces what is given, clears what is null and leaves the rest', async () => {
    bench.after(5);
    const body = { email: null, scopes: ['items:read'], roles: [] };
    const answer = await bench.admin('PATCH', 'johndoe', body);
    expect(answer.statusCode).toBe(200);
    expect(jsonOf(answer)).toMatchObject({ email: null, scopes: ['items:read'], roles: [] });
    expect(await bench.users.find('johndoe')).toMatchObject({
      email: null,
      fullName: 'John Doe',
      scopes: ['items:read'],
      epoch: 3,
      updatedAt: START + 5000,
    });
    expect(await bench.fate(john.refresh_token)).toBe('answered');
    expect(bench.reasons).toEqual(['user_changed: by_administrator']);
  });

  test('gives and takes no scope of the service itself', async () => {
    await bench.enrol({ scopes: ['users:admin', 'items:read'], roles: ['chief'] });
    const answer = await bench.admin('PATCH', 'johndoe', { scopes: ['items:write'], roles: [] });
    expect(jsonOf(answer)).toMatchObject({
      scopes: ['items:write', 'users:admin'],
      roles: ['chief'],
    });
    const same = { scopes: ['users:admin'], roles: ['chief'] };
    expect((await bench.admin('PATCH', 'johndoe', same)).statusCode).toBe(200);
    const more = { scopes: ['users:admin', 'tokens:introspect'] };
    expect(await codeOf(bench.admin('PATCH', 'johndoe', more))).toEqual([403, 'reserved_scope']);
  });

  test.each([
    [{ scopes: ['users:admin'] }, 403, 'reserved_scope'],
    [{ scopes: ['users:anything'] }, 403, 'reserved_scope'],
    [{ roles: ['chief'] }, 403, 'reserved_role'],
    [{ disabled: true }, 422, 'unknown_member'],
    [{ epoch: 0 }, 422, 'unknown_member'],
    [{ password: NEW_PASSWORD }, 422, 'unknown_member'],
    [{ username: 'jane' }, 422, 'unknown_member'],
    [{ scopes: null }, 422, 'invalid_member'],
    [{ full_name: '\n' }, 422, 'full_name_refused'],
  ])('refuses %j and changes nothing', async (body, status, code) => {
    const before = await bench.users.find('johndoe');
    expect(await codeOf(bench.admin('PATCH', 'johndoe', body))).toEqual([status, code]);
    expect(await bench.users.find('johndoe')).toEqual(before);
  });

  test('loses no change of somebody else: what was given meanwhile stays', async () => {
    let raced = false;
    const change: typeof bench.users.change = async (...write) => {
      const user = await bench.users.find('johndoe');
      if (!raced && user !== null) {
        bench.users.put({ ...user, scopes: ['users:admin'], updatedAt: user.updatedAt + 1 });
      }
      raced = true;
      return bench.users.change(...write);
    };
    bench.insteadForAdmins = { userChanges: { change } };
    const answer = await bench.admin('PATCH', 'johndoe', { scopes: ['items:read'] });
    expect(jsonOf(answer)).toMatchObject({ scopes: ['items:read', 'users:admin'] });
  });

  test('gives up on one who never stands still, and on one who was made anew', async () => {
    bench.insteadForAdmins = { userChanges: { change: () => Promise.resolve(false) } };
    const patch = () => codeOf(bench.admin('PATCH', 'johndoe', { email: null }));
    expect(await patch()).toEqual([409, 'user_changing']);
    const change: typeof bench.users.change = (...write) => {
      bench.users.put(aUser({ userId: 'user:another' }));
      return bench.users.change(...write);
    };
    bench.insteadForAdmins = { userChanges: { change } };
    expect(await patch()).toEqual([409, 'user_changing']);
    expect((await bench.users.find('johndoe'))?.email).not.toBeNull();
  });

  test('says 503 while a table can not be had', async () => {
    bench.insteadForAdmins = {
      userChanges: { change: () => Promise.reject(new Error('no table')) },
    };
    expect((await bench.admin('PATCH', 'johndoe', { email: null })).statusCode).toBe(503);
  });
});
