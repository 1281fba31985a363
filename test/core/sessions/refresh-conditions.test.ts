import { OAuthError } from '../../../functions/core/oauth-error.ts';
import { claimsOf, SessionBench } from '../../fakes/session-bench.ts';
import { aClient, aRegisteredClient, aUser, CLIENT_SECRET } from '../../fakes/session-samples.ts';

const broken = () => Promise.reject(new Error('out of order'));

describe('refreshSession', () => {
  let bench: SessionBench;
  let first: string;
  beforeEach(async () => {
    bench = new SessionBench();
    first = (await bench.logIn()).refresh_token;
    bench.after(600);
  });

  describe('asks the user on every path', () => {
    const ends = [
      ['disabled', () => bench.users.put(aUser({ disabled: true }))],
      ['deleted', () => bench.users.delete('johndoe')],
      ['deleted', () => bench.users.put(aUser({ userId: 'user:another' }))],
      ['logged_out', () => bench.users.put(aUser({ epoch: 4 }))],
    ] as const;
    it.each(ends)('on a rotation: %s', async (reason, end) => {
      end();
      expect(await bench.fate(first)).toBe(`invalid_grant: ${reason}`);
      expect((await bench.family(first))?.revokedReason).toBe(reason);
      expect(await bench.fate(first)).toBe(`invalid_grant: ${reason}`);
    });
    it.each(ends)('on a replay: %s', async (reason, end) => {
      await bench.refresh(first);
      end();
      expect(await bench.fate(first)).toBe(`invalid_grant: ${reason}`);
      expect((await bench.family(first))?.revokedReason).toBe(reason);
    });
    it.each(ends)('on a recovery: %s', async (reason, end) => {
      await bench.refresh(first);
      bench.after(15);
      end();
      expect(await bench.fate(first)).toBe(`invalid_grant: ${reason}`);
      expect((await bench.family(first))?.generation).toBe(1);
    });
  });

  it('goes on with a family that a password change lifted while it looked', async () => {
    bench.users.put(aUser({ epoch: 4 }));
    const family = await bench.family(first);
    const write = bench.families.write.bind(bench.families);
    bench.families.write = async (key, one) => {
      if (one.set.revokedAt !== undefined) {
        await write(key, { when: [], set: { epoch: 4 }, clear: [] });
      }
      return write(key, one);
    };
    expect(await bench.fate(first)).toBe('answered');
    expect(family?.epoch).toBe(3);
    expect((await bench.family(first))?.generation).toBe(1);
  });

  describe('asks for its client', () => {
    it('refuses a client that nobody registered', async () => {
      expect(await bench.fate(first, { clientId: 'who' })).toBe('invalid_client: unknown_client');
    });

    it("refuses another client's family, without touching it", async () => {
      bench.clients.push(aClient({ clientId: 'app' }));
      expect(await bench.fate(first, { clientId: 'app' })).toBe('invalid_grant: other_client');
      expect(await bench.fate(first)).toBe('answered');
    });

    it("refreshes a public client's family when the request names none", async () => {
      bench.clients.push(aClient({ clientId: 'app', refreshTokenPolicy: 'strict' }));
      const app = await bench.logIn({ client: bench.clients[1]! });
      const next = await bench.refresh(app.refresh_token, { clientId: null });
      expect(claimsOf(next).client_id).toBe('app');
      bench.after(15);
      const again = bench.fate(app.refresh_token, { clientId: null });
      expect(await again).toBe('invalid_grant: theft');
    });

    it("refuses a confidential client's family when the request names none", async () => {
      bench.clients.push(aClient({ clientId: 'backend', type: 'confidential' }));
      const { refresh_token } = await bench.logIn({ client: bench.clients[1]! });
      const unnamed = await bench.fate(refresh_token, { clientId: null });
      expect(unnamed).toBe('invalid_grant: other_client');
      const named = await bench.fate(refresh_token, { clientId: 'backend' });
      expect(named).toBe('invalid_client: wrong_client_secret');
      expect((await bench.family(refresh_token))?.generation).toBe(0);
    });

    it("refreshes a confidential client's family for who brings its secret", async () => {
      bench.registered.put(aRegisteredClient({ grants: ['password'] }));
      const { refresh_token } = await bench.logIn({ client: aRegisteredClient() });
      const clientId = 'reports';
      expect(await bench.fate(refresh_token, { clientId })).toBe(
        'invalid_client: missing_client_secret',
      );
      expect(await bench.fate(refresh_token, { clientId, clientSecret: 'guess' })).toBe(
        'invalid_client: wrong_client_secret',
      );
      expect((await bench.family(refresh_token))?.generation).toBe(0);
      const clientSecret = CLIENT_SECRET;
      expect(await bench.fate(refresh_token, { clientId, clientSecret })).toBe('answered');
    });

    it('is not for a client that is registered anew without users', async () => {
      const { refresh_token } = await bench.logIn({ client: aRegisteredClient() });
      bench.registered.put(aRegisteredClient({ grants: ['client_credentials'] }));
      const machine = { clientId: 'reports', clientSecret: CLIENT_SECRET };
      expect(await bench.fate(refresh_token, machine)).toBe(
        'unauthorized_client: grant_not_allowed',
      );
      expect((await bench.family(refresh_token))?.generation).toBe(0);
    });

    it('reads no client for a token that is garbage', async () => {
      const clientSecret = CLIENT_SECRET;
      expect(await bench.fate('garbage', { clientId: 'reports', clientSecret })).toBe(
        'invalid_grant: malformed',
      );
      expect(bench.registered.calls).toBe(0);
    });
  });

  describe('gives no more than was asked for, granted and still held', () => {
    it('narrows one answer and keeps the session as wide as it was', async () => {
      const narrow = await bench.refresh(first, { scope: ['items:read'] });
      expect(narrow.scope).toBe('items:read');
      const wide = await bench.refresh(narrow.refresh_token);
      expect(claimsOf(wide).scope).toBe('items:read items:write');
    });

    it('refuses a scope outside the session and rotates nothing', async () => {
      const scope = ['items:read', 'items:delete'];
      expect(await bench.fate(first, { scope })).toBe('invalid_scope: scope_exceeded');
      expect((await bench.family(first))?.generation).toBe(0);
      await bench.refresh(first);
      expect(await bench.fate(first, { scope })).toBe('invalid_scope: scope_exceeded');
      bench.after(15);
      expect(await bench.fate(first, { scope })).toBe('invalid_scope: scope_exceeded');
      expect((await bench.family(first))?.generation).toBe(1);
    });

    it('drops what the user has lost since, and shows the roles of now', async () => {
      bench.users.put(aUser({ scopes: ['items:write', 'items:delete'], roles: ['chief'] }));
      const claims = claimsOf(await bench.refresh(first));
      expect(claims).toMatchObject({ scope: 'items:write', roles: ['chief'] });
    });

    it('answers with an empty scope when nothing is left', async () => {
      bench.users.put(aUser({ scopes: [] }));
      expect((await bench.refresh(first)).scope).toBe('');
    });

    it('keeps reserved scopes for the issuer alone, and for clients listed for them', async () => {
      const user = aUser({ scopes: ['items:read', 'users:admin'] });
      bench.users.put(user);
      const client = aClient({ reservedScopes: ['users:admin'] });
      bench.clients[0] = client;
      const login = await bench.logIn({ user, client, scope: ['items:read', 'users:admin'] });
      expect(claimsOf(login)).toMatchObject({ aud: 'https://auth.example.com' });
      const next = await bench.refresh(login.refresh_token);
      expect(claimsOf(next)).toMatchObject({
        aud: 'https://auth.example.com',
        scope: 'items:read users:admin',
      });
      const plain = await bench.refresh(next.refresh_token, { scope: ['items:read'] });
      expect(claimsOf(plain).aud).toBe('https://api.example.com');
      bench.clients[0] = aClient();
      const delisted = await bench.refresh(plain.refresh_token);
      expect(claimsOf(delisted)).toMatchObject({ scope: 'items:read' });
    });
  });

  describe('gives the same access token to every answer of one generation', () => {
    it('by iat, exp and jti', async () => {
      const one = claimsOf(await bench.refresh(first));
      bench.after(9);
      expect(claimsOf(await bench.refresh(first))).toEqual(one);
      const narrow = claimsOf(await bench.refresh(first, { scope: ['items:read'] }));
      expect(narrow.jti).not.toBe(one.jti);
      expect(narrow).toMatchObject({ iat: one.iat, exp: one.exp, sid: one.sid });
    });

    it('and never one that outlives the session', async () => {
      bench.ports = {
        ...bench.ports,
        settings: { ...bench.ports.settings, refreshTokenAbsoluteTtlSeconds: 1000 },
      };
      const { refresh_token } = await bench.logIn();
      bench.after(400);
      const last = await bench.refresh(refresh_token);
      expect(last.expires_in).toBe(600);
      expect(claimsOf(last)).toMatchObject({ exp: claimsOf(last).iat + 600 });
    });
  });

  describe('when something fails', () => {
    it('writes nothing without a key to answer with', async () => {
      bench.ports = { ...bench.ports, signingKeys: { active: broken } };
      expect(await bench.fate(first)).toBe('temporarily_unavailable: unavailable');
      const family = await bench.family(first);
      expect(family?.generation).toBe(0);
      const { event, sessionId } = bench.events.at(-1) ?? {};
      expect([event, bench.lastReason]).toEqual(['refresh_refused', 'unavailable']);
      expect(sessionId).toBe(family?.familyId);
    });

    it('gives no answer without the user, and the retry gets the same successor', async () => {
      const find = bench.users.find.bind(bench.users);
      bench.users.find = broken;
      expect(await bench.fate(first)).toBe('temporarily_unavailable: unavailable');
      bench.users.find = find;
      expect((await bench.family(first))?.generation).toBe(1);
      expect(await bench.fate(first)).toBe('answered');
      expect(bench.lastReason).toBe('concurrent');
    });

    it('survives an acknowledgement that got lost and a write that the SDK sent twice', async () => {
      const write = bench.families.write.bind(bench.families);
      bench.families.write = async (key, one) => {
        await write(key, one);
        return write(key, one);
      };
      expect(await bench.fate(first)).toBe('answered');
      bench.after(15);
      expect(await bench.fate(first)).toBe('answered');
      expect((await bench.family(first))?.generation).toBe(2);
    });

    it('gives up after three restarts when the family moves at every look', async () => {
      let attempts = 0;
      bench.families.write = () => {
        attempts += 1;
        return Promise.resolve(null);
      };
      expect(await bench.fate(first)).toBe('temporarily_unavailable: busy');
      expect(attempts).toBe(4);
    });

    it('keeps the token out of the error, its cause and the log', async () => {
      bench.families.write = broken;
      const error = await bench.refresh(first).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(OAuthError);
      const { message, stack, cause, description } = error as OAuthError;
      expect((cause as Error).message).toBe('out of order');
      await bench.fate(`${first}x`);
      const seen = [message, stack, description, JSON.stringify(bench.events)].join('\n');
      expect(seen).not.toContain(first.slice(-40));
    });
  });
});
