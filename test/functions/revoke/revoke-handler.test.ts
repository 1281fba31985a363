import {
  basic,
  form,
  formPost,
  gatewayEvent,
  type RequestSketch,
} from '../../fakes/gateway-events.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { claimsOf, forge } from '../../fakes/session-bench.ts';
import { SessionEndBench } from '../../fakes/session-end-bench.ts';
import { aClient } from '../../fakes/session-samples.ts';
import { revokeWrite } from '../../../functions/core/sessions/revoke-write.ts';
import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';

const REVOKED = 'session_revoked: revoked';

describe('POST /revoke (RFC 7009)', () => {
  let bench: SessionEndBench;
  let tokens: TokenResponse;

  beforeEach(async () => {
    bench = new SessionEndBench();
    tokens = await bench.logIn();
  });

  const post = (parameters: Record<string, string>, more: RequestSketch = {}) =>
    bench.revoke(formPost(form(parameters), { resource: '/revoke', ...more }));
  const outcomeOf = async (parameters: Record<string, string>, more: RequestSketch = {}) => {
    const { statusCode, body } = await post(parameters, more);
    return body === ''
      ? `${statusCode}`
      : `${statusCode} ${(JSON.parse(body) as { error: string }).error}`;
  };

  describe.each([
    ['a refresh token', 'refresh_token'],
    ['an access token', 'access_token'],
  ] as const)('%s (§2.1)', (_, kind) => {
    it('ends its whole session, with an empty answer that nobody keeps', async () => {
      const answer = await post({ token: tokens[kind], client_id: 'web' });
      expect(answer).toMatchObject({ statusCode: 200, body: '' });
      expect(answer.headers).toMatchObject({ 'Cache-Control': 'no-store' });
      expect(await bench.family(tokens.refresh_token)).toMatchObject({
        revokedAt: bench.now,
        revokedReason: 'revoked',
      });
      expect(await bench.fate(tokens.refresh_token)).toBe('invalid_grant: revoked');
      expect(bench.logged).toEqual([
        expect.objectContaining({
          event: 'session_revoked',
          reason: 'revoked',
          userId: claimsOf(tokens).sub,
          sessionId: claimsOf(tokens).sid,
          clientId: 'web',
          ip: '192.0.2.7',
          requestId: 'request-1',
        }),
      ]);
    });

    it.each(['refresh_token', 'access_token', 'id_token', 'x'])(
      'is found whatever the hint says: %s (§2.1, §2.2)',
      async (hint) => {
        expect(await outcomeOf({ token: tokens[kind], token_type_hint: hint })).toBe('200');
        expect(bench.reasons).toEqual([REVOKED]);
      },
    );

    it('may be revoked again: once is enough', async () => {
      await post({ token: tokens[kind] });
      const before = await bench.family(tokens.refresh_token);
      bench.after(5);
      expect(await outcomeOf({ token: tokens[kind] })).toBe('200');
      expect(await bench.family(tokens.refresh_token)).toEqual(before);
      expect(bench.reasons).toEqual([REVOKED, 'revocation_ignored: revoked']);
    });

    it('is refused to another client, and its session goes on (§2.1)', async () => {
      bench.clients.push(aClient({ clientId: 'app' }));
      expect(await outcomeOf({ token: tokens[kind], client_id: 'app' })).toBe('400 invalid_grant');
      expect(await bench.fate(tokens.refresh_token)).toBe('answered');
      expect(bench.reasons).toEqual(['revocation_refused: other_client']);
      expect(bench.logged).toContainEqual(
        expect.objectContaining({
          event: 'revocation_refused',
          reason: 'other_client',
          userId: claimsOf(tokens).sub,
          sessionId: claimsOf(tokens).sid,
          clientId: 'app',
        }),
      );
    });

    it('of another public client is taken from a request that names none, as a refresh is', async () => {
      bench.clients.push(aClient({ clientId: 'app' }));
      const others = await bench.logIn({ client: aClient({ clientId: 'app' }) });
      expect(await outcomeOf({ token: others[kind] })).toBe('200');
      expect(bench.reasons).toEqual([REVOKED]);
    });

    it('of a confidential client is not', async () => {
      const secretive = aClient({ clientId: 'job', type: 'confidential' });
      bench.clients.push(secretive);
      const others = await bench.logIn({ client: secretive });
      expect(await outcomeOf({ token: others[kind] })).toBe('400 invalid_grant');
      expect((await bench.family(others.refresh_token))?.revokedAt).toBeNull();
    });

    it('is left alone by a client that nobody knows, or that brings a wrong secret (§2.1)', async () => {
      expect(await outcomeOf({ token: tokens[kind], client_id: 'stranger' })).toBe(
        '401 invalid_client',
      );
      const headers = { authorization: basic('web', 'guess') };
      const answer = await post({ token: tokens[kind] }, { headers });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['WWW-Authenticate']).toMatch(/^Basic /);
      expect(await bench.fate(tokens.refresh_token)).toBe('answered');
    });

    it('that can not be judged now gives 503 and a time to come back (§2.2.1)', async () => {
      bench.families.write = () => Promise.reject(new Error('the table fails'));
      const answer = await post({ token: tokens[kind] });
      expect(answer.statusCode).toBe(503);
      expect(answer.headers['Retry-After']).toMatch(/^\d+$/);
      expect(jsonOf(answer)['error']).toBe('temporarily_unavailable');
      expect(bench.lines.join('')).toContain('the table fails');
      expect(answer.body).not.toContain('table');
    });
  });

  it('gives 503 when the keys of either kind of token are out of reach', async () => {
    bench.keysFailure = new Error('no key set');
    expect(await outcomeOf({ token: tokens.access_token })).toBe('503 temporarily_unavailable');
    bench.ports = {
      ...bench.ports,
      refreshTokenKeys: {
        ...bench.ports.refreshTokenKeys,
        find: () => Promise.reject(new Error('no ring')),
      },
    };
    expect(await outcomeOf({ token: tokens.refresh_token })).toBe('503 temporarily_unavailable');
  });

  it('takes a refresh token that was superseded: its client has no other after a lost reply', async () => {
    await bench.refresh(tokens.refresh_token);
    bench.after(60);
    expect(await outcomeOf({ token: tokens.refresh_token })).toBe('200');
    expect(bench.reasons).toEqual([REVOKED]);
  });

  it('ends nothing for a token that is no good, and says so to nobody but the log (§2.2)', async () => {
    const { access_token: access, refresh_token: refresh } = tokens;
    const ignored: readonly (readonly [string, string])[] = [
      ['garbage', 'malformed'],
      [`${refresh.slice(0, -6)}AAAAAA`, 'forged'],
      ['a.b', 'not_compact'],
      ['eyJhbGciOiJub25lIn0.e30.AA', 'wrong_type'],
      [`${access.slice(0, -6)}AAAAAQ`, 'wrong_signature'],
      ['x'.repeat(9000), 'malformed'],
      [forge(refresh, { familySecret: new Uint8Array(16) }), 'missing'],
      [await bench.sign({ ...claimsOf(tokens), iss: 'https://elsewhere.example' }), 'wrong_issuer'],
      [await bench.sign({ ...claimsOf(tokens), sid: 'AAAAAAAAAAAAAAAAAAAAAA' }), 'missing'],
    ];
    for (const [token] of ignored) expect(await outcomeOf({ token })).toBe('200');
    bench.macKeys.length = 0;
    expect(await outcomeOf({ token: refresh })).toBe('200');
    bench.after(3600);
    expect(await outcomeOf({ token: access })).toBe('200');
    const reasons = [...ignored.map(([, reason]) => reason), 'unknown_key', 'expired'];
    expect(bench.reasons.map((line) => line.replace('revocation_ignored: ', ''))).toEqual(reasons);
    const { sub: userId, sid: sessionId } = claimsOf(tokens);
    const named = bench.logged.filter((line) => line['userId'] === userId);
    expect(named.map(({ reason }) => reason)).toEqual(['wrong_issuer', 'expired']);
    expect(bench.logged.at(-1)).toMatchObject({ reason: 'expired', userId, sessionId });
    expect((await bench.family(refresh))?.revokedAt).toBeNull();
  });

  it('says unsupported_token_type of a good token that is part of no session (§2.2.1)', async () => {
    const { sid: _sid, username: _name, ...claims } = claimsOf(tokens);
    const token = await bench.sign({ ...claims, sub: 'client:job' });
    expect(await outcomeOf({ token })).toBe('400 unsupported_token_type');
    expect(bench.reasons).toEqual(['revocation_refused: without_session']);
  });

  it('says what ended the session if another was quicker', async () => {
    const write = bench.families.write.bind(bench.families);
    bench.families.write = async (key, change) => {
      await write(key, revokeWrite('theft', bench.now));
      return write(key, change);
    };
    expect(await outcomeOf({ token: tokens.refresh_token })).toBe('200');
    expect(bench.reasons).toEqual(['revocation_ignored: ended_by_theft']);
  });

  it('costs no database call for garbage', async () => {
    const before = bench.families.calls;
    for (const token of ['x', 'a.b.c', `${tokens.refresh_token.slice(0, -4)}AAAA`]) {
      await post({ token });
    }
    expect(bench.families.calls).toBe(before);
  });

  it.each([
    ['no token', 'client_id=web', '400 invalid_request'],
    ['an empty token', 'token=', '400 invalid_request'],
    ['a repeated token', 'token=a&token=b', '400 invalid_request'],
    ['a broken escape', 'token=%zz', '400 invalid_request'],
    ['two authentications', 'token=a&client_secret=x', '400 invalid_request'],
  ])('answers %s as RFC 6749 §5.2 has it', async (_, body, expected) => {
    const headers: Record<string, string> = body.includes('client_secret')
      ? { authorization: basic('web', 'x') }
      : {};
    const answer = await bench.revoke(formPost(body, { headers }));
    expect(`${answer.statusCode} ${String(jsonOf(answer)['error'])}`).toBe(expected);
  });

  it('reads a form in the body and nothing else', async () => {
    const query = { token: tokens.refresh_token };
    expect((await bench.revoke(formPost('token=x', { query }))).statusCode).toBe(400);
    const headers = { 'content-type': 'application/json' };
    const json = gatewayEvent({ body: JSON.stringify(query), headers });
    expect((await bench.revoke(json)).statusCode).toBe(415);
    expect(await bench.fate(tokens.refresh_token)).toBe('answered');
  });

  it('puts no token into any line', async () => {
    for (const token of [tokens.access_token, tokens.refresh_token, `${tokens.access_token}x`]) {
      await post({ token });
    }
    const parts = [tokens.access_token, tokens.refresh_token].flatMap((token) => token.split('.'));
    for (const part of parts) expect(bench.lines.join('')).not.toContain(part.slice(-24));
  });
});
