import { contextOf } from '../../../functions/core/authorization/authorizer-context.ts';
import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { form, formPost, gatewayEvent, type RequestSketch } from '../../fakes/gateway-events.ts';
import { claimsOf } from '../../fakes/session-bench.ts';
import { SessionEndBench } from '../../fakes/session-end-bench.ts';
import { aFamily, aUser, START } from '../../fakes/session-samples.ts';

const OTHER = 'user:00000000-0000-4000-8000-000000000000';
const sidOf = (tokens: TokenResponse) => String(claimsOf(tokens).sid);
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

describe('the routes under /users/me/sessions', () => {
  let bench: SessionEndBench;
  let laptop: TokenResponse;
  let phone: TokenResponse;

  beforeEach(async () => {
    bench = new SessionEndBench();
    laptop = await bench.logIn();
    bench.after(60);
    phone = await bench.logIn({ device: { ip: '198.51.100.4', userAgent: 'phone/2' } });
    bench.after(60);
  });

  const call = (method: string, tokens: TokenResponse, sketch: RequestSketch = {}) =>
    bench.userSessions(
      gatewayEvent({
        method,
        resource: '/users/me/sessions',
        authorizer: contextOf(claimsOf(tokens)),
        ...sketch,
      }),
    );
  const listOf = async (tokens: TokenResponse) =>
    jsonOf(await call('GET', tokens))['sessions'] as Record<string, unknown>[];
  const end = (id: string, tokens = laptop) =>
    call('DELETE', tokens, { resource: '/users/me/sessions/{id}', pathParameters: { id } });
  const endAll = (tokens = laptop) => call('DELETE', tokens);
  const isActive = async (tokens: TokenResponse) => {
    const authorizer = { ...contextOf(claimsOf(tokens)), scope: 'tokens:introspect' };
    const event = formPost(form({ token: tokens.access_token }), { authorizer });
    return jsonOf(await bench.introspect(event))['active'];
  };

  describe('GET', () => {
    it('lists the devices, the one used last first, and marks this one', async () => {
      await bench.refresh(laptop.refresh_token);
      const answer = await call('GET', laptop);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['Cache-Control']).toBe('no-store');
      expect(jsonOf(answer)).toEqual({
        sessions: [
          {
            id: sidOf(laptop),
            client_id: 'web',
            device: 'browser/1',
            address: '192.0.2.7',
            created_at: at(0),
            last_used_at: at(120),
            current: true,
          },
          {
            id: sidOf(phone),
            client_id: 'web',
            device: 'phone/2',
            address: '198.51.100.4',
            created_at: at(60),
            last_used_at: at(60),
            current: false,
          },
        ],
      });
    });

    it('knows when a session was used whose token is not rotated', async () => {
      bench = new SessionEndBench({ refreshTokenPolicy: 'reuse' });
      const agent = await bench.logIn();
      bench.after(300);
      await bench.refresh(agent.refresh_token);
      bench.after(300);
      expect((await listOf(agent))[0]).toMatchObject({
        last_used_at: at(300),
        created_at: at(0),
      });
    });

    it('leaves out what is over, and what is of somebody who had the name before', async () => {
      const dead = [
        { revokedAt: START, revokedReason: 'theft' },
        { idleExpiresAt: START },
        { absoluteExpiresAt: START },
        { epoch: 2 },
        { userId: OTHER },
      ];
      for (const [index, change] of dead.entries()) {
        await bench.families.create(aFamily({ familyId: `dead-${index}`, ...change }));
      }
      expect((await listOf(laptop)).map(({ id }) => id)).toEqual([sidOf(phone), sidOf(laptop)]);
    });
  });

  describe('DELETE of one', () => {
    it('ends that one at once and no other', async () => {
      const answer = await end(sidOf(phone));
      expect([answer.statusCode, answer.body]).toEqual([204, '']);
      expect(await isActive(phone)).toBe(false);
      expect(await isActive(laptop)).toBe(true);
      expect(await bench.fate(phone.refresh_token)).toBe('invalid_grant: logged_out');
      expect(bench.logged[0]).toMatchObject({
        event: 'session_revoked',
        reason: 'logged_out',
        userId: aUser().userId,
        sessionId: sidOf(phone),
        ip: '192.0.2.7',
      });
      expect((await listOf(laptop)).map(({ id }) => id)).toEqual([sidOf(laptop)]);
    });

    it('may be repeated, and keeps the first reason', async () => {
      await bench.revoke(formPost(form({ token: phone.refresh_token })));
      expect((await end(sidOf(phone))).statusCode).toBe(204);
      expect((await bench.family(phone.refresh_token))?.revokedReason).toBe('revoked');
    });

    it('can end the session that asks, which then asks in vain', async () => {
      expect((await end(sidOf(laptop))).statusCode).toBe(204);
      expect((await end(sidOf(phone))).statusCode).toBe(401);
      expect(await isActive(phone)).toBe(true);
    });

    it("says the same 404 of another's session, of an unknown one and of what is none", async () => {
      await bench.families.create(
        aFamily({ username: 'jane', userId: OTHER, familyId: 'A'.repeat(22) }),
      );
      await bench.families.create(aFamily({ userId: OTHER, familyId: 'B'.repeat(22) }));
      const ids = ['A'.repeat(22), 'B'.repeat(22), 'C'.repeat(22), '', 'x', '../jane', 'session#1'];
      const answers = await Promise.all(ids.map((id) => end(id)));
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(ids.map(() => 404));
      expect(answers[0]?.headers['Content-Type']).toBe('application/problem+json');
      const kept = await bench.families.read({ username: 'jane', familyId: 'A'.repeat(22) });
      expect(kept?.revokedAt).toBeNull();
    });
  });

  describe('DELETE of all', () => {
    it('logs out everywhere, by one write to the user and then cleaning', async () => {
      const answer = await endAll();
      expect([answer.statusCode, answer.body]).toEqual([204, '']);
      expect(await bench.users.find('johndoe')).toEqual(aUser({ epoch: 4, updatedAt: bench.now }));
      for (const tokens of [laptop, phone]) {
        expect(await isActive(tokens)).toBe(false);
        expect(await bench.fate(tokens.refresh_token)).toBe('invalid_grant: logged_out');
      }
      const everywhere = 'sessions_ended: logged_out_everywhere';
      const each = 'session_revoked: logged_out';
      expect(bench.reasons.slice(0, 3)).toEqual([everywhere, each, each]);
      expect(bench.logged[0]).toMatchObject({ userId: aUser().userId, sessionId: sidOf(laptop) });
    });

    it('ends a session that a login is just starting, and none that is started later', async () => {
      const user = aUser();
      await endAll();
      // Its password was checked before, its session is written after everything.
      const racing = await bench.logIn({ user });
      expect(await isActive(racing)).toBe(false);
      expect(await bench.fate(racing.refresh_token)).toBe('invalid_grant: logged_out');
      const later = await bench.logIn({ user: aUser({ epoch: 4 }) });
      expect(await isActive(later)).toBe(true);
      expect(await bench.fate(later.refresh_token)).toBe('answered');
    });

    it('is over with the first write, even if the cleaning never happens', async () => {
      const list = bench.families.list.bind(bench.families);
      bench.families.list = () => Promise.reject(new Error('the table fails'));
      expect((await endAll()).statusCode).toBe(204);
      bench.families.list = list;
      expect((await bench.family(phone.refresh_token))?.revokedAt).toBeNull();
      expect(bench.lines.join('')).toContain('the table fails');
      for (const tokens of [laptop, phone]) expect(await isActive(tokens)).toBe(false);
      expect(await bench.fate(phone.refresh_token)).toBe('invalid_grant: logged_out');
      expect((await call('GET', laptop)).statusCode).toBe(401);
    });

    it('changes nothing when the write to the user fails', async () => {
      bench.users.change = () => Promise.reject(new Error('the table fails'));
      expect((await endAll()).statusCode).toBe(503);
      expect(await isActive(phone)).toBe(true);
    });

    it('starts again when the user was changed between reading and writing', async () => {
      const change = bench.users.change.bind(bench.users);
      bench.users.change = async (...request) => {
        bench.users.change = change;
        bench.users.put(aUser({ passwordHash: 'rehashed meanwhile' }));
        return change(...request);
      };
      expect((await endAll()).statusCode).toBe(204);
      expect(await bench.users.find('johndoe')).toMatchObject({
        epoch: 4,
        passwordHash: 'rehashed meanwhile',
      });
      expect(await isActive(phone)).toBe(false);
    });

    it('asks for another try when the user never stands still', async () => {
      bench.users.change = () => Promise.resolve(false);
      expect((await endAll()).statusCode).toBe(503);
      expect(bench.reasons).toEqual([]);
    });

    it('ends two hundred sessions, among them some that end by themselves meanwhile', async () => {
      const ids = Array.from({ length: 200 }, (_, index) => `family-${index}`);
      for (const familyId of ids) await bench.families.create(aFamily({ familyId }));
      bench.families.restore({ username: 'johndoe', familyId: 'family-7' }, null);
      expect((await endAll()).statusCode).toBe(204);
      const left = await bench.families.list('johndoe');
      expect(left.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
    });
  });

  it.each(['GET', 'DELETE'])('%s is refused to a session that is over already', async (method) => {
    await bench.revoke(formPost(form({ token: phone.refresh_token })));
    const answer = await call(method, phone);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['WWW-Authenticate']).toContain('error="invalid_token"');
    expect(await isActive(laptop)).toBe(true);
  });

  it.each(['GET', 'DELETE'])(
    '%s is refused without the authorizer, and to a client',
    async (method) => {
      const resource = '/users/me/sessions';
      expect((await bench.userSessions(gatewayEvent({ method, resource }))).statusCode).toBe(401);
      const { username: _name, sid: _sid, ...client } = contextOf(claimsOf(phone));
      const answer = await call(method, phone, { authorizer: { ...client, sub: 'client:job' } });
      expect(answer.statusCode).toBe(403);
      const { sid: _none, ...sessionless } = contextOf(claimsOf(phone));
      expect((await call(method, phone, { authorizer: sessionless })).statusCode).toBe(401);
    },
  );

  it.each([
    ['POST', '/users/me/sessions'],
    ['GET', '/users/me/sessions/{id}'],
    ['DELETE', '__proto__'],
  ])('knows no route %s %s', async (method, resource) => {
    expect((await call(method, laptop, { resource })).statusCode).toBe(404);
  });

  it('answers a direct invocation that no gateway would make', async () => {
    for (const event of [undefined, null, {}, { requestContext: null }, 'text'] as never[]) {
      expect((await bench.userSessions(event)).statusCode).toBe(404);
    }
  });
});
