import { decodeJwt } from 'jose';
import { createArgon2PasswordHasher } from '../../functions/adapters/argon2/argon2-password-hasher.ts';
import { OAuthError } from '../../functions/core/oauth-error.ts';
import { signIn, type SignInRequest } from '../../functions/core/sign-in.ts';
import { aClient, aRegisteredClient, CLIENT_SECRET, aUser } from '../fakes/session-samples.ts';
import { PASSWORD, SignInBench } from '../fakes/sign-in-bench.ts';

const yesterdays = createArgon2PasswordHasher({ memoryKiB: 16, timeCost: 1, parallelism: 1 });

const [SALT, DIGEST] = ['c2FsdHNhbHRzYWx0c2FsdA', 'ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0'];

const request = (changes: Partial<SignInRequest> = {}): SignInRequest => ({
  username: 'johndoe',
  password: PASSWORD,
  clientId: null,
  clientSecret: null,
  scope: null,
  device: { ip: '192.0.2.7', userAgent: 'browser/1' },
  ...changes,
});

const failing = (): Promise<never> => Promise.reject(new Error('the table fails'));

describe('signing in', () => {
  let bench: SignInBench;

  beforeEach(async () => {
    bench = new SignInBench();
    await bench.enrol();
  });

  const storedHash = async () => String((await bench.users.find('johndoe'))?.passwordHash);
  const attempt = (changes: Partial<SignInRequest> = {}) =>
    signIn(request(changes), bench.signInPorts);
  const refusal = async (changes: Partial<SignInRequest> = {}): Promise<OAuthError> => {
    const error: unknown = await attempt(changes).catch((thrown: unknown) => thrown);
    if (error instanceof OAuthError) return error;
    throw new Error('it was not refused');
  };

  it('starts a session with all that the user holds', async () => {
    const tokens = await attempt();
    expect(tokens).toMatchObject({ token_type: 'Bearer', scope: 'items:read items:write' });
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      username: 'johndoe',
      client_id: 'web',
      scope: 'items:read items:write',
    });
    expect(await bench.families.list('johndoe')).toHaveLength(1);
    expect(bench.events).toEqual([
      {
        event: 'login',
        reason: 'signed_in',
        userId: decodeJwt(tokens.access_token).sub,
        sessionId: decodeJwt(tokens.access_token)['sid'],
        clientId: 'web',
        ip: '192.0.2.7',
      },
    ]);
  });

  it('takes another spelling of the name and of the password for the same', async () => {
    await bench.enrol({ passwordHash: await bench.passwords.hash('fish') });
    await expect(attempt({ username: 'ＪｏｈｎDoe', password: 'ﬁsh' })).resolves.toBeDefined();
  });

  it('narrows the scope to what was asked for', async () => {
    await expect(attempt({ scope: ['items:read', 'items:admin'] })).resolves.toMatchObject({
      scope: 'items:read',
    });
    expect((await refusal({ scope: ['nope'] })).code).toBe('invalid_scope');
  });

  it('says that a password has expired to nobody but who brings it', async () => {
    await bench.enrol({ passwordExpired: true });
    expect(await refusal()).toMatchObject({
      code: 'invalid_grant',
      reason: 'password_expired',
      description: 'The password has expired. Change it at POST /users/password.',
    });
    expect(await refusal({ password: 'wrong' })).toMatchObject({
      reason: 'wrong_password',
      description: 'The username or password is wrong.',
    });
    await bench.enrol({ passwordExpired: true, disabled: true });
    expect(await refusal()).toMatchObject({ reason: 'disabled' });
  });

  it('does not tell what a user holds to someone without the password', async () => {
    const error = await refusal({ scope: ['nope'], password: 'wrong' });
    expect(error.code).toBe('invalid_grant');
  });

  it.each([
    ['a scope that nobody knows', ['nope']],
    ['a scope that is not held', ['items:admin']],
  ])('logs a login that asks for %s', async (_, scope) => {
    expect((await refusal({ scope })).code).toBe('invalid_scope');
    expect(bench.events.at(-1)).toEqual({
      event: 'login_refused',
      reason: 'scope_refused',
      userId: aUser().userId,
      clientId: 'web',
      ip: '192.0.2.7',
    });
  });

  it('logs a login that fails for a table', async () => {
    bench.users.find = () => Promise.reject(new Error('throttled'));
    expect((await refusal()).code).toBe('temporarily_unavailable');
    expect(bench.events.at(-1)).toEqual({
      event: 'login_refused',
      reason: 'unavailable',
      clientId: 'web',
      ip: '192.0.2.7',
    });
  });

  it('signs in on the client that is named, with what that client may ask for', async () => {
    await bench.enrol({ scopes: ['items:read', 'users:admin'] });
    bench.clients.push(aClient({ clientId: 'console', reservedScopes: ['users:admin'] }));
    const asked = { clientId: 'console', scope: ['users:admin'] };
    await expect(attempt(asked)).resolves.toMatchObject({ scope: 'users:admin' });
    expect((await refusal({ ...asked, clientId: 'web' })).code).toBe('invalid_scope');
    expect((await refusal({ clientId: 'stranger' })).code).toBe('invalid_client');
    expect((await refusal({ clientSecret: 'x' })).code).toBe('invalid_client');
  });

  it('looks at no password for a client that is registered for its own tokens only', async () => {
    bench.registered.put(aRegisteredClient());
    const machine = { clientId: 'reports', clientSecret: CLIENT_SECRET };
    expect(await refusal(machine)).toMatchObject({ code: 'unauthorized_client' });
    expect(bench.verified).toEqual([]);
    expect(await bench.families.list('johndoe')).toEqual([]);
  });

  it('refuses an unknown user, a wrong password, no password and a disabled user alike', async () => {
    const refusals = [await refusal({ username: 'jane' }), await refusal({ password: 'wrong' })];
    await bench.enrol({ passwordHash: null });
    refusals.push(await refusal());
    await bench.enrol({ disabled: true });
    refusals.push(await refusal(), await refusal({ password: 'wrong' }));
    expect(
      new Set(refusals.map(({ code, description, status }) => `${code} ${description} ${status}`)),
    ).toEqual(new Set(['invalid_grant The username or password is wrong. null']));
    expect(bench.events.map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      'login_refused unknown_user',
      'login_refused wrong_password',
      'login_refused wrong_password',
      'login_refused disabled',
      'login_refused wrong_password',
    ]);
  });

  it('verifies one hash for every one of them, the dummy where there is none', async () => {
    const { passwordHash } = await bench.enrol();
    await refusal({ username: 'jane' });
    await refusal({ password: 'wrong' });
    await bench.enrol({ disabled: true, passwordHash });
    await refusal();
    await bench.enrol({ passwordHash: null });
    await refusal();
    const { dummyHash } = bench.passwords;
    expect(bench.verified).toEqual([dummyHash, passwordHash, passwordHash, dummyHash]);
  });

  it.each([
    ['that cannot be read', '$2b$12$KbQiHKTa1WIsQFTQWQDZQu'],
    ['that is dearer than any may be', `$argon2id$v=19$m=999999,t=9,p=1$${SALT}$${DIGEST}`],
  ])('does the work of an unknown user for a stored hash %s, and reports it', async (_, hash) => {
    const { userId } = await bench.enrol({ passwordHash: hash });
    const unknown = await refusal({ username: 'jane' });
    const refused = await refusal();
    expect([refused.code, refused.description]).toEqual([unknown.code, unknown.description]);
    const { dummyHash } = bench.passwords;
    expect(bench.verified).toEqual([dummyHash, dummyHash]);
    expect(bench.events).toContainEqual({
      event: 'password_hash_refused',
      reason: 'not_verifiable',
      userId,
    });
    expect(JSON.stringify(bench.events)).not.toContain(hash.slice(-10));
  });

  it('logs no name of an unknown user and the id of a known one', async () => {
    await refusal({ username: 'hunter2', password: 'johndoe' });
    expect(JSON.stringify(bench.events)).not.toContain('hunter2');
    const user = await bench.enrol();
    await refusal({ password: 'wrong' });
    expect(bench.events.at(-1)).toMatchObject({ userId: user.userId, clientId: 'web' });
  });

  it.each([
    ['a name with a NUL', { username: 'john\0doe' }],
    ['a name that is too long', { username: 'j'.repeat(129) }],
    ['a password with a lone surrogate', { password: `${PASSWORD}\uD800` }],
    ['a password that is too long', { password: 'x'.repeat(129) }],
  ])('refuses %s without asking the table', async (_, changes) => {
    bench.users.calls = 0;
    expect((await refusal(changes)).code).toBe('invalid_request');
    expect(bench.users.calls).toBe(0);
    expect(bench.verified).toEqual([]);
  });

  describe('with a hash of other parameters', () => {
    beforeEach(async () => {
      await bench.enrol({ passwordHash: await yesterdays.hash(PASSWORD) });
    });
    it("rehashes to today's parameters once", async () => {
      await attempt();
      expect(bench.passwords.needsRehash(await storedHash())).toBe(false);
      await attempt();
      expect(bench.events.map(({ event }) => event)).toEqual([
        'password_rehashed',
        'login',
        'login',
      ]);
    });

    it('keeps the hash of a login that failed', async () => {
      const before = await storedHash();
      await refusal({ password: 'wrong' });
      await bench.enrol({ passwordHash: before, disabled: true });
      await refusal();
      expect(await storedHash()).toBe(before);
    });

    it('does not overwrite a password that was changed meanwhile', async () => {
      const changed = await bench.passwords.hash('another');
      const ports = bench.signInPorts;
      const hash = async (password: string) => {
        await bench.enrol({ passwordHash: changed });
        return ports.passwords.hash(password);
      };
      await signIn(request(), { ...ports, passwords: { ...ports.passwords, hash } });
      expect(await storedHash()).toBe(changed);
    });

    it('signs in all the same when the new hash cannot be stored', async () => {
      const find = (username: string) => bench.users.find(username);
      const ports = { ...bench.signInPorts, users: { find, rehash: failing } };
      await expect(signIn(request(), ports)).resolves.toBeDefined();
      expect(bench.events.map(({ event }) => event)).toEqual(['password_rehash_failed', 'login']);
    });
  });

  it('asks for another try when the users table fails', async () => {
    const users = { find: failing, rehash: failing };
    await expect(signIn(request(), { ...bench.signInPorts, users })).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
  });
});
