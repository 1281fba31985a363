import { authenticate } from '../../../functions/core/authorization/authenticate.ts';
import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { form, formPost, gatewayEvent, type RequestSketch } from '../../fakes/gateway-events.ts';
import { claimsOf } from '../../fakes/session-bench.ts';
import { SessionEndBench } from '../../fakes/session-end-bench.ts';
import { aUser, START } from '../../fakes/session-samples.ts';

/** What the authorizer says of a caller who may ask. */
const CALLER = {
  sub: 'user:00000000-0000-4000-8000-000000000000',
  username: 'gateway',
  scope: 'tokens:introspect',
  roles: '',
  clientId: 'console',
  sid: 'AAAAAAAAAAAAAAAAAAAAAA',
  exp: String(START / 1000 + 86_400),
};

describe('POST /introspect (RFC 7662)', () => {
  let bench: SessionEndBench;
  let tokens: TokenResponse;

  beforeEach(async () => {
    bench = new SessionEndBench();
    tokens = await bench.logIn();
  });

  const post = (parameters: Record<string, string>, more: RequestSketch = {}) =>
    bench.introspect(
      formPost(form(parameters), { resource: '/introspect', authorizer: CALLER, ...more }),
    );
  const bodyOf = async (token: string) => (await post({ token })).body;

  it('gives the claims of an active token, for no cache to keep (§2.2)', async () => {
    const answer = await post({ token: tokens.access_token });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
    });
    expect(jsonOf(answer)).toEqual({
      active: true,
      token_type: 'Bearer',
      iss: 'https://auth.example.com',
      sub: aUser().userId,
      aud: 'https://api.example.com',
      client_id: 'web',
      scope: 'items:read items:write',
      username: 'johndoe',
      roles: ['reader'],
      iat: START / 1000,
      exp: START / 1000 + 900,
      auth_time: START / 1000,
      jti: claimsOf(tokens).jti,
      sid: claimsOf(tokens).sid,
    });
    expect(bench.reasons).toEqual([]);
  });

  it.each(['access_token', 'refresh_token', 'x'])(
    'does not mind the hint %s (§2.1)',
    async (hint) => {
      const answer = await post({ token: tokens.access_token, token_type_hint: hint });
      expect(jsonOf(answer)['active']).toBe(true);
    },
  );

  const key = () => ({ username: 'johndoe', familyId: String(claimsOf(tokens).sid) });
  const endings: readonly (readonly [string, string, () => unknown])[] = [
    [
      'was revoked',
      'session_revoked',
      () => bench.revoke(formPost(form({ token: tokens.refresh_token }))),
    ],
    ['was logged out everywhere', 'logged_out', () => bench.users.put(aUser({ epoch: 4 }))],
    ['has a disabled user', 'user_disabled', () => bench.users.put(aUser({ disabled: true }))],
    ['has a deleted user', 'user_deleted', () => bench.users.delete('johndoe')],
    [
      'has a user created anew',
      'user_deleted',
      () => bench.users.put(aUser({ userId: 'user:other' })),
    ],
    ['has no session any more', 'session_missing', () => bench.families.restore(key(), null)],
    ['has just expired', 'expired', () => bench.after(900)],
    ['expired', 'expired', () => bench.after(3600)],
  ];

  it.each(endings)(
    'says nothing but inactive, at once, of a token that %s',
    async (_, reason, end) => {
      expect(JSON.parse(await bodyOf(tokens.access_token))).toMatchObject({ active: true });
      await end();
      expect(await bodyOf(tokens.access_token)).toBe('{"active":false}');
      expect(bench.reasons.at(-1)).toBe(`token_inactive: ${reason}`);
      expect(bench.logged.at(-1)).toMatchObject({
        userId: claimsOf(tokens).sub,
        sessionId: claimsOf(tokens).sid,
        clientId: 'console',
        requestId: 'request-1',
      });
    },
  );

  it.each(endings.filter(([, reason]) => reason !== 'expired'))(
    'agrees with the authorizer about a token that %s',
    async (_, reason, end) => {
      await end();
      const { sessions, accessTokens } = bench;
      const judged = authenticate(`Bearer ${tokens.access_token}`, {
        ...accessTokens,
        sessions,
        clock: bench.ports.clock,
      });
      await expect(judged).rejects.toMatchObject({ reason });
      expect(await bodyOf(tokens.access_token)).toBe('{"active":false}');
    },
  );

  it('says the same of refresh tokens, of garbage and of foreign tokens', async () => {
    const foreign = { ...claimsOf(tokens), iss: 'https://elsewhere.example' };
    const others = { ...claimsOf(tokens), aud: 'https://elsewhere.example' };
    for (const token of [
      tokens.refresh_token,
      'x',
      'a.b.c',
      `${tokens.access_token}x`,
      'x'.repeat(9000),
      await bench.sign(foreign),
      await bench.sign(others),
      await bench.sign({ ...claimsOf(tokens), sub: 'user:somebody-else' }),
    ]) {
      expect(await bodyOf(token)).toBe('{"active":false}');
    }
  });

  it('names nobody in the log on the word of a token that we have not signed', async () => {
    const [header = '', payload = '', signature = ''] = tokens.access_token.split('.');
    await bodyOf(`${header}.${payload}.A${signature.slice(1)}`);
    expect(bench.reasons.at(-1)).toBe('token_inactive: wrong_signature');
    expect(bench.logged.at(-1)).not.toHaveProperty('userId');
    expect(bench.logged.at(-1)).not.toHaveProperty('sessionId');
  });

  it('answers 503, and neither active nor inactive, when it can not know', async () => {
    bench.families.read = () => Promise.reject(new Error('the table fails'));
    const answer = await post({ token: tokens.access_token });
    expect([answer.statusCode, answer.headers['Retry-After']]).toEqual([503, '1']);
    expect(answer.body).not.toContain('active"');
    bench.keysFailure = new Error('no key set');
    expect((await post({ token: tokens.access_token })).statusCode).toBe(503);
    expect(bench.lines.join('')).toContain('the table fails');
  });

  it.each([
    ['items:read', 403],
    ['tokens:introspectx', 403],
    ['', 403],
    [undefined, 403],
  ])('is refused behind the authorizer too, for the scope %p (§2.1)', async (scope, status) => {
    const answer = await post({ token: 'x' }, { authorizer: { ...CALLER, scope } });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['WWW-Authenticate']).toBe(
      'Bearer realm="latchkey", error="insufficient_scope", scope="tokens:introspect"',
    );
  });

  it('is refused without the authorizer, and past the exp of the token that asks (§2.3)', async () => {
    const event = formPost(form({ token: tokens.access_token }));
    expect((await bench.introspect(event)).statusCode).toBe(401);
    const stale = { ...CALLER, exp: String(START / 1000) };
    const answer = await post({ token: tokens.access_token }, { authorizer: stale });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['WWW-Authenticate']).toContain('error="invalid_token"');
    expect(answer.body).not.toContain('active');
  });

  it.each([
    ['no token', ''],
    ['an empty token', 'token='],
    ['a repeated token', 'token=a&token=b'],
    ['a broken escape', 'token=%zz'],
  ])('answers %s with invalid_request', async (_, body) => {
    const answer = await bench.introspect(formPost(body, { authorizer: CALLER }));
    expect([answer.statusCode, jsonOf(answer)['error']]).toEqual([400, 'invalid_request']);
  });

  it('reads a form in the body and nothing else (§2.1)', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ token: tokens.access_token });
    const json = gatewayEvent({ body, headers, authorizer: CALLER });
    expect((await bench.introspect(json)).statusCode).toBe(415);
    const query = { token: tokens.access_token };
    expect((await post({ token: 'x' }, { query })).statusCode).toBe(400);
  });

  it('puts no token into any line', async () => {
    for (const token of [`${tokens.access_token}x`, tokens.refresh_token]) await post({ token });
    const parts = [tokens.access_token, tokens.refresh_token].flatMap((token) => token.split('.'));
    for (const part of parts) expect(bench.lines.join('')).not.toContain(part.slice(-24));
  });
});
