import { LIVE_SESSIONS_MAX } from '../../../functions/core/sessions/make-room.ts';
import { startSession } from '../../../functions/core/sessions/start-session.ts';
import { claimsOf, contentOf, generationOf, SessionBench } from '../../fakes/session-bench.ts';
import { aClient, aUser, START } from '../../fakes/session-samples.ts';

const noKey = () => Promise.reject(new Error('no key'));

describe('startSession', () => {
  it('answers as RFC 6749 §5.1 wants it', async () => {
    const response = await new SessionBench().logIn();
    expect(response).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.any(String),
      scope: 'items:read items:write',
    });
    expect(generationOf(response)).toBe(0);
  });

  it('puts the claims of RFC 9068 into the access token', async () => {
    const bench = new SessionBench();
    const response = await bench.logIn();
    const iat = Math.floor(START / 1000);
    expect(claimsOf(response)).toEqual({
      iss: 'https://auth.example.com',
      sub: aUser().userId,
      aud: 'https://api.example.com',
      client_id: 'web',
      scope: 'items:read items:write',
      iat,
      exp: iat + 900,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      sid: (await bench.family(response.refresh_token))?.familyId,
      username: 'johndoe',
      roles: ['reader'],
      auth_time: iat,
    });
  });

  it('gives a token none of the scopes and roles that hide in one entry of a stored list', async () => {
    const bench = new SessionBench();
    const smuggled = 'a users:admin';
    const user = aUser({
      scopes: ['items:read', smuggled],
      roles: ['reader', 'a admin', 'b\0c', ''],
    });
    bench.users.put(user);
    const session = await bench.logIn({ user, scope: ['items:read', smuggled] });
    expect(claimsOf(session)).toMatchObject({ scope: 'items:read', roles: ['reader'] });
    const refreshed = await bench.refresh(session.refresh_token);
    expect(claimsOf(refreshed)).toMatchObject({ scope: 'items:read', roles: ['reader'] });
  });

  it('stores neither the token nor its secret', async () => {
    const bench = new SessionBench();
    const { refresh_token } = await bench.logIn();
    const stored = JSON.stringify(await bench.families.list('johndoe'));
    const secret = Buffer.from(contentOf(refresh_token).familySecret);
    expect(stored).not.toContain(refresh_token);
    expect(stored).not.toContain(secret.toString('base64url'));
    expect(stored).not.toContain(secret.toString('hex'));
  });

  it('is dead when everything was logged out between reading the user and now', async () => {
    const bench = new SessionBench();
    bench.users.put(aUser({ epoch: 4 }));
    const { refresh_token } = await bench.logIn({ user: aUser({ epoch: 3 }) });
    expect(await bench.fate(refresh_token)).toBe('invalid_grant: logged_out');
  });

  it('never idles past the end of the session', async () => {
    const bench = new SessionBench();
    const settings = { ...bench.ports.settings, refreshTokenAbsoluteTtlSeconds: 60 };
    bench.ports = { ...bench.ports, settings };
    const { refresh_token } = await bench.logIn();
    expect(await bench.family(refresh_token)).toMatchObject({
      idleExpiresAt: START + 60_000,
      absoluteExpiresAt: START + 60_000,
    });
  });

  it('does not count sessions that are dead, or those of somebody else', async () => {
    const bench = new SessionBench();
    const { refresh_token } = await bench.logIn();
    const settings = { ...bench.ports.settings, refreshTokenAbsoluteTtlSeconds: 1 };
    const device = { ip: '', userAgent: '' };
    const start = { user: aUser(), client: aClient(), scope: [], device, now: bench.now };
    for (let count = 0; count < LIVE_SESSIONS_MAX; count += 1) {
      await startSession({ ...start, now: START - 5000 }, { ...bench.ports, settings });
      await bench.logIn({ user: aUser({ username: 'jane', userId: 'user:jane' }) });
    }
    expect(await bench.fate(refresh_token)).toBe('answered');
  });

  it('puts nothing into the table without a key to answer with', async () => {
    const bench = new SessionBench();
    bench.ports = { ...bench.ports, signingKeys: { active: noKey } };
    await expect(bench.logIn()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(await bench.families.list('johndoe')).toEqual([]);
  });
});
