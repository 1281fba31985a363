import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import { AccountBench } from '../../fakes/account-bench.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { claimsOf } from '../../fakes/session-bench.ts';
import { aFamily, aUser, START } from '../../fakes/session-samples.ts';
import { PASSWORD } from '../../fakes/sign-in-bench.ts';

let bench: AccountBench;
let here: TokenResponse;
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

beforeEach(async () => {
  bench = new AccountBench();
  await bench.enrol();
  here = await bench.signIn('johndoe');
});

const patch = (body: unknown) => bench.as(here, 'PATCH', '/users/me', body);
const erase = (body: unknown = { current_password: PASSWORD }) =>
  bench.as(here, 'POST', '/users/me/erasure', body);
const fail = () => Promise.reject(new Error('no table'));

describe('PATCH /users/me', () => {
  it('changes what is given, and answers with the profile', async () => {
    bench.after(5);
    const answer = await patch({ email: 'new@example.com' });
    expect(answer.statusCode).toBe(200);
    expect(jsonOf(answer)).toMatchObject({ email: 'new@example.com', full_name: 'John Doe' });
    const before = aUser();
    expect(await bench.users.find('johndoe')).toEqual({
      ...before,
      passwordHash: expect.any(String) as string,
      email: 'new@example.com',
      updatedAt: START + 5000,
    });
    expect(bench.reasons).toEqual(['profile_changed: by_user']);
    expect(await bench.fate(here.refresh_token)).toBe('answered');
  });

  it('clears what is null, and leaves everything when nothing is given', async () => {
    expect(jsonOf(await patch({ email: null, full_name: null }))).toMatchObject({
      email: null,
      full_name: null,
    });
    const before = await bench.users.find('johndoe');
    expect((await patch({})).statusCode).toBe(200);
    expect(await bench.users.find('johndoe')).toEqual(before);
  });

  it.each([
    [{ email: 'nowhere' }, 'email_refused'],
    [{ email: '' }, 'email_refused'],
    [{ full_name: 'x'.repeat(201) }, 'full_name_refused'],
    [{ full_name: 7 }, 'invalid_member'],
    [{ scopes: ['users:admin'] }, 'unknown_member'],
    [{ roles: ['admin'], email: 'a@b' }, 'unknown_member'],
    [{ disabled: false }, 'unknown_member'],
    [{ username: 'admin' }, 'unknown_member'],
    [{ passwordHash: 'x' }, 'unknown_member'],
    [{ epoch: 0 }, 'unknown_member'],
  ])('refuses %j as %s and changes nothing', async (body, code) => {
    const before = await bench.users.find('johndoe');
    const answer = await patch(body);
    expect([answer.statusCode, jsonOf(answer)['code']]).toEqual([422, code]);
    expect(await bench.users.find('johndoe')).toEqual(before);
  });

  it('says which members there are', async () => {
    const { detail } = jsonOf(await patch({ scopes: [] }));
    expect(detail).toBe('Only email and full_name can be given here.');
  });

  it('changes nothing in a session that was ended meanwhile', async () => {
    let moves = 1;
    const change: typeof bench.users.change = async (...write) => {
      const user = await bench.users.find('johndoe');
      const ended = { disabled: true, epoch: (user?.epoch ?? 0) + 1 };
      if (user !== null && moves-- > 0) bench.users.put({ ...user, ...ended });
      return bench.users.change(...write);
    };
    bench.instead = { userChanges: { change } };
    const answer = await patch({ email: 'a@b' });
    expect([answer.statusCode, jsonOf(answer)['code']]).toEqual([503, 'account_busy']);
    expect((await bench.users.find('johndoe'))?.email).not.toBe('a@b');
    expect((await patch({ email: 'a@b' })).statusCode).toBe(401);
  });

  it('needs a session that goes on', async () => {
    await bench.families.remove({ username: 'johndoe', familyId: String(claimsOf(here).sid) }, []);
    expect((await patch({ email: 'a@b' })).statusCode).toBe(401);
  });
});

describe('GET /users/me/export', () => {
  it('gives all that the tables have of the person, and no hash', async () => {
    const device = { ip: '198.51.100.4', userAgent: 'phone/2' };
    const ended = { revokedAt: START + 1000, revokedReason: 'logged_out' };
    await bench.families.create(
      aFamily({ familyId: 'AAAAAAAAAAAAAAAAAAAAAA', device, authTime: START - 5000, ...ended }),
    );
    await bench.families.create(
      aFamily({ familyId: 'BBBBBBBBBBBBBBBBBBBBBB', userId: 'user:of-before' }),
    );
    await bench.sources.remember({ username: 'johndoe', source: '192.0.2.0/24' }, START);
    await bench.sources.remember({ username: 'anna', source: '203.0.113.0/24' }, START);
    const answer = await bench.as(here, 'GET', '/users/me/export');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['Cache-Control']).toBe('no-store');
    expect(answer.body).not.toMatch(/argon2|passwordHash/);
    const day = 86_400;
    expect(jsonOf(answer)).toEqual({
      profile: {
        id: aUser().userId,
        username: 'johndoe',
        email: 'johndoe@example.com',
        full_name: 'John Doe',
        disabled: false,
        roles: ['reader'],
        scopes: ['items:read', 'items:write'],
        scopes_with_roles: ['items:read', 'items:write'],
        created_at: at(-9 * day),
        updated_at: at(-9 * day),
      },
      password: { set: true, changed_at: at(-9 * day), expired: false },
      sessions: [
        {
          id: claimsOf(here).sid,
          client_id: 'web',
          scopes: ['items:read', 'items:write'],
          device: 'browser/1',
          address: '192.0.2.7',
          created_at: at(0),
          expires_at: at(30 * day),
          ended: false,
          ended_at: null,
          ended_because: null,
        },
        {
          id: 'AAAAAAAAAAAAAAAAAAAAAA',
          client_id: 'web',
          scopes: ['items:read', 'items:write'],
          device: 'phone/2',
          address: '198.51.100.4',
          created_at: at(-5),
          expires_at: at(30 * day),
          ended: true,
          ended_at: at(1),
          ended_because: 'logged_out',
        },
      ],
      login_sources: [{ network: '192.0.2.0/24', last_login_at: at(0) }],
    });
  });

  it('says nothing of networks that somebody used who had the name before', async () => {
    await bench.enrol({ createdAt: START });
    await bench.sources.remember({ username: 'johndoe', source: '192.0.2.0/24' }, START - 1);
    await bench.sources.remember({ username: 'johndoe', source: '198.51.100.0/24' }, START);
    const { login_sources: sources } = jsonOf(await bench.as(here, 'GET', '/users/me/export'));
    expect(sources).toEqual([{ network: '198.51.100.0/24', last_login_at: at(0) }]);
  });

  it('is for whoever is logged in', async () => {
    expect((await bench.send('GET', '/users/me/export')).statusCode).toBe(401);
  });
});

describe('POST /users/me/erasure', () => {
  it('takes the user, the sessions and the sources out of the tables', async () => {
    await bench.sources.remember({ username: 'johndoe', source: '192.0.2.0/24' }, START);
    expect((await erase()).statusCode).toBe(204);
    expect(await bench.users.find('johndoe')).toBeNull();
    expect(await bench.families.list('johndoe')).toEqual([]);
    expect(await bench.sources.list('johndoe')).toEqual([]);
    expect(await bench.fate(here.refresh_token)).toMatch(/^invalid_grant/);
    await expect(bench.signIn('johndoe')).rejects.toThrow('unknown_user');
    expect(bench.reasons).toEqual(['user_erased: by_user']);
  });

  it('needs the password, under login’s counters', async () => {
    const wrong = await erase({ current_password: 'wrong' });
    expect([wrong.statusCode, jsonOf(wrong)['code']]).toEqual([403, 'invalid_grant']);
    expect((await erase({})).statusCode).toBe(422);
    expect((await erase(null)).statusCode).toBe(400);
    bench.loginThrottle = {
      admit: () => Promise.resolve({ admitted: false, by: 'account', retryAfterSeconds: 3 }),
    };
    expect((await erase()).statusCode).toBe(429);
    expect(await bench.users.find('johndoe')).not.toBeNull();
    expect(bench.reasons[0]).toBe('erasure_refused: wrong_password');
  });

  it('is done for its person when only cleaning fails, and says so in the log', async () => {
    bench.instead = { sources: { forgetAll: fail } };
    expect((await erase()).statusCode).toBe(204);
    expect(await bench.users.find('johndoe')).toBeNull();
    expect(bench.lines.join('')).toContain('what has ended could not all be cleaned up');
  });

  it('is not done while the users table can not be had', async () => {
    bench.instead = { userRemoval: { remove: fail } };
    expect((await erase()).statusCode).toBe(503);
    expect(await bench.fate(here.refresh_token)).toBe('answered');
  });
});

test.each([
  ['GET', '/users'],
  ['DELETE', '/users/me'],
  ['POST', 'constructor'],
])('%s %s is no route', async (method, resource) => {
  expect((await bench.send(method, resource)).statusCode).toBe(404);
});
