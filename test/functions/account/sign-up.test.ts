import { AccountBench, NEW_PASSWORD } from '../../fakes/account-bench.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { START } from '../../fakes/session-samples.ts';
import { cheapHasher } from '../../fakes/sign-in-bench.ts';

const fail = () => Promise.reject(new Error('no table'));

describe('POST /users', () => {
  let bench: AccountBench;
  beforeEach(() => {
    bench = new AccountBench();
  });

  const signUp = (more: object = {}, ip = '203.0.113.9') =>
    bench.send('POST', '/users', { username: 'anna', password: NEW_PASSWORD, ...more }, { ip });

  it('makes a user with the scopes of the settings, and shows the profile', async () => {
    const answer = await signUp({
      username: 'Ａnna',
      email: 'a@example.com',
      full_name: 'Anna Doe',
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['Cache-Control']).toBe('no-store');
    expect(jsonOf(answer)).toEqual({
      username: 'anna',
      email: 'a@example.com',
      full_name: 'Anna Doe',
      disabled: false,
      scopes: ['items:read'],
      roles: [],
    });
    const user = await bench.users.find('anna');
    expect(user).toMatchObject({ userId: 'user:new-1', epoch: 0, createdAt: START });
    expect(await cheapHasher.verify(user?.passwordHash ?? '', NEW_PASSWORD)).toBe(true);
    expect(bench.reasons).toEqual(['user_registered: self_registration']);
    expect(claims(await bench.signIn('ANNA', NEW_PASSWORD))).toBe('items:read');
  });

  it('needs neither mail nor name, and takes null for either', async () => {
    expect((await signUp()).statusCode).toBe(201);
    expect((await signUp({ username: 'ben', email: null, full_name: null })).statusCode).toBe(201);
    expect(await bench.users.find('ben')).toMatchObject({ email: null, fullName: null });
  });

  it('does not say a name is taken before it has hashed, and changes nothing of its user', async () => {
    await signUp();
    const before = await bench.users.find('anna');
    let hashed = 0;
    bench.instead = {
      passwords: {
        ...bench.passwords,
        hash: (password) => ((hashed += 1), cheapHasher.hash(password)),
      },
    };
    const answer = await signUp({ username: 'ANNA', password: 'another good passphrase' });
    expect([answer.statusCode, jsonOf(answer)['code'], hashed]).toEqual([409, 'username_taken', 1]);
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
    expect(await bench.users.find('anna')).toEqual(before);
    expect(bench.reasons.at(-1)).toBe('registration_refused: username_taken');
  });

  it('lets one of ten have a name that come for it at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => signUp()));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(9);
  });

  it.each([
    [{ username: '' }, 'username_refused'],
    [{ username: 'an\u200Bna' }, 'username_refused'],
    [{ password: 'short' }, 'password_too_short'],
    [{ password: 'annas own passphrase' }, 'password_contains_name'],
    [{ email: 'elephants@example.com' }, 'password_contains_email'],
    [{ password: 'passwordpassword' }, 'password_common'],
    [{ password: 'x'.repeat(129) }, 'password_too_long'],
    [{ email: 'nowhere' }, 'email_refused'],
    [{ full_name: 'Anna\nadmin' }, 'full_name_refused'],
    [{ email: '' }, 'email_refused'],
    [{ username: undefined }, 'invalid_member'],
    [{ username: null }, 'invalid_member'],
    [{ password: 7 }, 'invalid_member'],
    [{ email: ['a@b'] }, 'invalid_member'],
    [{ scopes: ['users:admin'] }, 'unknown_member'],
    [{ roles: ['admin'] }, 'unknown_member'],
    [{ disabled: false }, 'unknown_member'],
    [{ userId: 'user:1' }, 'unknown_member'],
  ])('refuses %j as %s, makes nobody and asks nobody', async (more, code) => {
    const answer = await signUp(more);
    expect([answer.statusCode, jsonOf(answer)['code']]).toEqual([422, code]);
    expect(await bench.users.find('anna')).toBeNull();
    expect(bench.loginCounters.calls).toBe(0);
  });

  it.each([
    ['', 'The user name is empty. Choose letters and digits.'],
    ['a\tb', 'The user name has a control character in it. Choose letters and digits.'],
    ['x'.repeat(129), 'The user name has more than 128 characters. Choose a shorter one.'],
  ])('says of the name %j which rule it breaks, and what would pass', async (username, detail) => {
    expect(jsonOf(await signUp({ username }))).toMatchObject({ code: 'username_refused', detail });
  });

  it('names what can be given, and no word of the request', async () => {
    const answer = await signUp({ ['ＡＤＭＩＮ']: true });
    expect(jsonOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Content',
      status: 422,
      detail: 'Only username, password, email and full_name can be given here.',
      code: 'unknown_member',
    });
  });

  it.each([
    ['no JSON', 400, '{"username":', undefined],
    ['no object', 400, '["anna"]', undefined],
    ['a NUL', 400, '{"username":"a\\u0000","password":"x"}', undefined],
    ['a lone surrogate', 400, '{"username":"a\\ud800","password":"x"}', undefined],
    ['more than 16 KiB', 413, JSON.stringify({ username: 'x'.repeat(17_000) }), undefined],
    ['a form', 415, 'username=anna', 'application/x-www-form-urlencoded'],
    ['a prototype', 422, '{"__proto__":{"username":"anna"},"username":"anna"}', undefined],
  ])('answers %s with %i', async (_, status, body, type = 'application/json') => {
    const answer = await bench.send('POST', '/users', body, { headers: { 'Content-Type': type } });
    expect([answer.statusCode, jsonOf(answer)['title']]).toEqual([status, expect.any(String)]);
  });

  it.each(['a\\u0000', 'a\\ud800'])(
    'says of "%s" that it is a character which no text has',
    async (name) => {
      const answer = await bench.send('POST', '/users', `{"username":"${name}","password":"x"}`);
      expect(jsonOf(answer)).toMatchObject({
        code: 'invalid_request',
        detail: 'A text of the body has a NUL or half a character (a lone surrogate) in it.',
      });
    },
  );

  it('lets a network sign up so many, then slows it down, whatever becomes of them', async () => {
    for (let at = 0; at < 20; at += 1) await signUp({}, `203.0.113.${at}`);
    const refused = await signUp({ username: 'ben' });
    expect([refused.statusCode, jsonOf(refused)['code']]).toEqual([429, 'too_many_registrations']);
    expect(refused.headers['Retry-After']).toBe('60');
    expect(await bench.users.find('ben')).toBeNull();
    expect(bench.reasons.at(-1)).toBe('registration_refused: too_many_registrations');
    expect((await signUp({ username: 'ben' }, '198.51.100.1')).statusCode).toBe(201);
    bench.after(60);
    expect((await signUp({ username: 'carl' })).statusCode).toBe(201);
    expect((await signUp({ username: 'dora' })).headers['Retry-After']).toBe('120');
  });

  it('makes nobody while the counters or the users can not be had', async () => {
    bench.instead = { registrationThrottle: { admit: fail } };
    const uncounted = await signUp();
    expect([uncounted.statusCode, uncounted.headers['Retry-After']]).toEqual([503, '1']);
    bench.instead = { userCreation: { create: fail } };
    expect((await signUp()).statusCode).toBe(503);
    bench.instead = {};
    expect(await bench.users.find('anna')).toBeNull();
  });

  it('gives nobody a scope that rules over the service, should the settings name one', async () => {
    bench.registrationScopes = ['items:read', 'users:admin', 'tokens:introspect'];
    expect(jsonOf(await signUp())['scopes']).toEqual(['items:read']);
  });

  it('is not there unless it is switched on', async () => {
    bench.selfRegistration = false;
    expect((await signUp()).statusCode).toBe(404);
    expect(await bench.users.find('anna')).toBeNull();
  });

  it('logs no name, mail or password of whoever was refused', async () => {
    await signUp({ username: 'My-Secret ', email: 'me@secret.example' });
    await signUp({ password: 'secret' });
    expect(bench.lines.join('')).not.toMatch(/secret/i);
  });
});

const claims = (tokens: { readonly scope?: string }): string | undefined => tokens.scope;
