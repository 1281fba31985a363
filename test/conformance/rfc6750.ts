import assert from 'node:assert/strict';
import type { ConformanceDocument } from './statement.ts';
import { changed, ignoringHeader, withHeader } from './violations.ts';

/** `name="value"` or `name=value`, as often as they stand in a challenge (RFC 9110 §11.2). */
const parametersOf = (challenge: string): readonly string[] =>
  [...challenge.matchAll(/([\w-]+)=(?:"[^"]*"|[^\s,]+)/g)].map(([, name = '']) => name);

/** RFC 6750. */
export const rfc6750: ConformanceDocument = {
  rfc: 'RFC 6750',
  title: 'Bearer Token Usage',
  statements: [
    {
      section: '§2.1',
      says: 'A token in `Authorization: Bearer` opens a protected route.',
      async check(client) {
        const { access_token } = await client.logIn();
        assert.equal((await client.get('/users/me', access_token)).status, 200);
      },
      violation: ignoringHeader('authorization'),
    },
    {
      section: '§2.3',
      says: 'A token in the query opens nothing.',
      async check(client) {
        const { access_token } = await client.logIn();
        const { status } = await client.get(`/users/me?access_token=${access_token}`);
        assert.equal(status, 401);
      },
      violation: () => ({
        request(sent) {
          const [, token] = sent.path.split('access_token=');
          if (token === undefined) return sent;
          return { ...sent, headers: { ...sent.headers, authorization: `Bearer ${token}` } };
        },
      }),
    },
    {
      section: '§3',
      says: 'Every 401 has `WWW-Authenticate: Bearer` with at least one parameter, and each only once.',
      async check(client) {
        for (const token of [undefined, 'not-a-token', 'eyJhbGciOiJub25lIn0.e30.AA']) {
          const { status, headers } = await client.get('/users/me', token);
          assert.equal(status, 401);
          const challenge = headers.get('www-authenticate') ?? '';
          assert.match(challenge, /^Bearer /);
          const names = parametersOf(challenge);
          assert.ok(names.length > 0);
          assert.equal(new Set(names).size, names.length);
        }
      },
      violation: withHeader('www-authenticate', 'Bearer realm="a", realm="b"'),
    },
    {
      section: '§3.1',
      says: 'A request without a token is not told of an error.',
      async check(client) {
        const { status, headers } = await client.get('/users/me');
        assert.equal(status, 401);
        assert.ok(!parametersOf(headers.get('www-authenticate') ?? '').includes('error'));
      },
      violation: withHeader('www-authenticate', 'Bearer realm="a", error="invalid_token"'),
    },
    {
      section: '§3.1',
      says: 'A token that is bad gets 401 and `invalid_token`.',
      async check(client) {
        const { access_token } = await client.logIn();
        const { status, json } = await client.get('/users/me', `${access_token}A`);
        assert.deepEqual([status, json['error']], [401, 'invalid_token']);
      },
      violation: () => ({
        answer: (answer) => (answer.status === 401 ? changed(answer, { status: 403 }) : answer),
      }),
    },
    {
      section: '§3.1',
      says: 'A token that has expired gets 401 and `invalid_token`.',
      async check(client) {
        const { access_token, expires_in } = await client.logIn();
        assert.equal((await client.get('/users/me', access_token)).status, 200);
        // The clocks' tolerance, and what the gateway's cache may add.
        client.advance((expires_in + 120) * 1000);
        const { status, json } = await client.get('/users/me', access_token);
        assert.deepEqual([status, json['error']], [401, 'invalid_token']);
      },
      violation: () => ({ clockStands: true }),
    },
    {
      section: '§3.1',
      says: 'A token that has been revoked gets 401 and `invalid_token`.',
      async check(client) {
        const { access_token, refresh_token } = await client.logIn();
        await client.post('/revoke', { token: refresh_token });
        const { status, json } = await client.get('/users/me', access_token);
        assert.deepEqual([status, json['error']], [401, 'invalid_token']);
      },
      violation: () => ({
        request: (sent) => (sent.path === '/revoke' ? { ...sent, body: 'token=x' } : sent),
      }),
    },
    {
      section: '§3.1',
      says: 'A token without the scope gets 403 and `insufficient_scope`.',
      async check(client) {
        const { access_token } = await client.scopelessTokens();
        const { status, headers } = await client.get('/users/me/items', access_token);
        assert.equal(status, 403);
        assert.match(headers.get('www-authenticate') ?? '', /^Bearer .*error="insufficient_scope"/);
      },
      violation: withHeader('www-authenticate', 'Bearer realm="a"'),
    },
  ],
};
