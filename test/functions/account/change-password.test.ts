import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import { AccountBench, NEW_PASSWORD } from '../../fakes/account-bench.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { claimsOf } from '../../fakes/session-bench.ts';
import { cheapHasher, PASSWORD } from '../../fakes/sign-in-bench.ts';

let bench: AccountBench;
let laptop: TokenResponse;
let phone: TokenResponse;

beforeEach(async () => {
  bench = new AccountBench();
  await bench.enrol();
  laptop = await bench.signIn('johndoe');
  phone = await bench.signIn('johndoe');
});

const hashOf = async (username = 'johndoe') => (await bench.users.find(username))?.passwordHash;
const fits = async (password: string) => cheapHasher.verify((await hashOf()) ?? '', password);

const changeMine = (current = PASSWORD, wanted = NEW_PASSWORD, tokens = laptop) =>
  bench.as(tokens, 'POST', '/users/me/password', {
    current_password: current,
    new_password: wanted,
  });

const changeNamed = (username = 'johndoe', current = PASSWORD, wanted = NEW_PASSWORD) =>
  bench.send('POST', '/users/password', {
    username,
    current_password: current,
    new_password: wanted,
  });

describe('POST /users/me/password', () => {
  it('changes it, ends the other sessions and goes on in this one', async () => {
    const answer = await changeMine();
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(await fits(NEW_PASSWORD)).toBe(true);
    expect(await bench.fate(phone.refresh_token)).toBe('invalid_grant: logged_out');
    expect(await bench.fate(laptop.refresh_token)).toBe('answered');
    expect(bench.reasons).toEqual(['password_changed: in_session', 'session_revoked: logged_out']);
    await expect(bench.signIn('johndoe')).rejects.toThrow('wrong_password');
    await expect(bench.signIn('johndoe', NEW_PASSWORD)).resolves.toHaveProperty('access_token');
  });

  it('makes good again what had expired', async () => {
    await bench.enrol({ passwordExpired: true });
    expect((await changeMine()).statusCode).toBe(204);
    expect((await bench.users.find('johndoe'))?.passwordExpired).toBe(false);
  });

  it.each([
    [403, 'invalid_grant', 'wrong', NEW_PASSWORD],
    [400, 'invalid_request', 'x'.repeat(129), NEW_PASSWORD],
    [422, 'password_too_short', PASSWORD, 'short'],
    [422, 'password_contains_name', PASSWORD, 'johndoes own passphrase'],
    [422, 'password_contains_name', PASSWORD, 'john has an elephant'],
    [422, 'password_common', PASSWORD, 'Password12345678'],
    [422, 'password_unchanged', PASSWORD, PASSWORD],
    [403, 'invalid_grant', 'wrong', 'short'],
  ])('answers %i %s and changes nothing', async (status, code, current, wanted) => {
    const before = await hashOf();
    const answer = await changeMine(current, wanted);
    expect([answer.statusCode, jsonOf(answer)['code']]).toEqual([status, code]);
    expect(await hashOf()).toBe(before);
    expect(await bench.fate(phone.refresh_token)).toBe('answered');
  });

  it('logs why it refused: the current password, or the rule that the new one breaks', async () => {
    await changeMine('wrong');
    await changeMine(PASSWORD, 'short');
    expect(bench.reasons).toEqual([
      'password_change_refused: wrong_password',
      'password_change_refused: password_too_short',
    ]);
    const sid: unknown = claimsOf(laptop).sid;
    const sessions = bench.lines.map((line) => JSON.parse(line) as { sessionId?: string });
    expect(sessions.filter(({ sessionId }) => sessionId === sid)).toHaveLength(2);
  });

  it('needs a session that goes on, whatever the gateway let through', async () => {
    await bench.as(laptop, 'POST', '/users/me/password', {
      current_password: PASSWORD,
      new_password: NEW_PASSWORD,
    });
    const late = await changeMine(NEW_PASSWORD, 'eight more green elephants', phone);
    expect(late.statusCode).toBe(401);
    expect((await bench.send('POST', '/users/me/password', {})).statusCode).toBe(401);
  });

  it('refuses members that nobody knows', async () => {
    const answer = await bench.as(laptop, 'POST', '/users/me/password', {
      current_password: PASSWORD,
      new_password: NEW_PASSWORD,
      username: 'anna',
    });
    expect(jsonOf(answer)['detail']).toBe(
      'Only current_password and new_password can be given here.',
    );
  });

  it("counts under login's counters, and says when to come back", async () => {
    const tries: unknown[] = [];
    bench.loginThrottle = {
      admit: (...by) => {
        tries.push(by);
        return Promise.resolve({ admitted: false, by: 'account', retryAfterSeconds: 7 });
      },
    };
    const answer = await changeMine();
    expect([answer.statusCode, answer.headers['Retry-After']]).toEqual([429, '7']);
    expect(bench.reasons).toEqual(['login_throttled: account']);
    expect(tries).toEqual([['johndoe', '192.0.2.7']]);
  });
});

describe('POST /users/password', () => {
  it('changes a password that has expired, after which its user logs in again', async () => {
    await bench.enrol({ passwordExpired: true });
    await expect(bench.signIn('johndoe')).rejects.toThrow('password_expired');
    expect((await changeNamed('ＪohnDoe')).statusCode).toBe(204);
    await expect(bench.signIn('johndoe', NEW_PASSWORD)).resolves.toHaveProperty('access_token');
    expect(bench.reasons[0]).toBe('password_changed: without_session');
  });

  it('ends every session', async () => {
    expect((await changeNamed()).statusCode).toBe(204);
    for (const { refresh_token: token } of [laptop, phone]) {
      expect(await bench.fate(token)).toBe('invalid_grant: logged_out');
    }
  });

  it('answers alike, byte for byte, for nobody, a wrong password, none and one who is disabled', async () => {
    await bench.enrol({ username: 'dis', userId: 'user:dis', disabled: true });
    bench.users.put({ ...(await bench.enrol({ username: 'non' })), passwordHash: null });
    const answers = [
      await changeNamed('nobody'),
      await changeNamed('johndoe', 'wrong'),
      await changeNamed('dis'),
      await changeNamed('non'),
      await changeNamed('nobody', 'x', 'short'),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(403);
    expect(bench.verified).toHaveLength(2 + answers.length);
    expect(bench.reasons.slice(0, 4)).toEqual([
      'password_change_refused: unknown_user',
      'password_change_refused: wrong_password',
      'password_change_refused: disabled',
      'password_change_refused: wrong_password',
    ]);
  });

  it('tells about the new password only whoever has the current one', async () => {
    expect(jsonOf(await changeNamed('johndoe', 'wrong', 'short'))['code']).toBe('invalid_grant');
    expect(jsonOf(await changeNamed('johndoe', PASSWORD, 'short'))['code']).toBe(
      'password_too_short',
    );
  });

  it('logs neither names that nobody has nor passwords', async () => {
    await changeNamed('Secret-Typed', 'Secret-Current', 'Secret-New');
    await changeNamed('johndoe', PASSWORD, 'Secret-New');
    expect(bench.lines.join('')).not.toMatch(/secret|correct horse/i);
  });
});
