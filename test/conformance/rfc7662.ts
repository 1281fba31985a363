import assert from 'node:assert/strict';
import { decode, es256, forge, strangersKeys } from '../attacks/forge.ts';
import { assertOAuthError, type ConformanceClient } from './conformance-client.ts';
import type { ConformanceDocument } from './statement.ts';
import { changed, refusingWith, standingStill, takingAnyToken, withMember } from './violations.ts';

const expectInactive = async (client: ConformanceClient, token: string): Promise<void> => {
  const { status, text } = await client.introspect(token);
  assert.deepEqual([status, text], [200, '{"active":false}']);
};

/** RFC 7662. */
export const rfc7662: ConformanceDocument = {
  rfc: 'RFC 7662',
  title: 'Token Introspection',
  statements: [
    {
      section: '§2.1',
      says: 'The caller must be authorised: 401 without a token, 403 without `tokens:introspect`.',
      async check(client) {
        const { access_token: token } = await client.logIn();
        assert.equal((await client.post('/introspect', { token })).status, 401);
        const headers = { authorization: `Bearer ${token}` };
        assert.equal((await client.post('/introspect', { token }, headers)).status, 403);
      },
      violation: () => ({ answer: (answer) => changed(answer, { status: 200 }) }),
    },
    {
      section: '§2.1',
      says: 'A request without `token` gets `invalid_request`.',
      async check(client) {
        assertOAuthError(await client.introspect(''), 400, 'invalid_request');
      },
      violation: refusingWith(200, ''),
    },
    {
      section: '§2.2',
      says: 'A live access token is `active`, with its own claims and `token_type`.',
      async check(client) {
        const { access_token } = await client.logIn();
        const { status, json } = await client.introspect(access_token);
        const claims = decode(access_token.split('.')[1]);
        assert.equal(status, 200);
        assert.deepEqual(json, { ...claims, active: true, token_type: 'Bearer' });
      },
      violation: withMember('/introspect', 'exp', '1'),
    },
    {
      section: '§2.2',
      says: 'A token that is unknown or not ours is `{"active":false}` and nothing more.',
      async check(client) {
        const { access_token } = await client.logIn();
        const [header, payload] = access_token.split('.').slice(0, 2).map(decode);
        const foreign = forge(header, payload, es256(strangersKeys().ec.privateKey));
        for (const token of ['x', `${access_token}A`, foreign]) await expectInactive(client, token);
      },
      violation: takingAnyToken,
    },
    {
      section: '§2.2',
      says: 'A token that has expired is `{"active":false}`.',
      async check(client) {
        const { access_token, expires_in } = await client.logIn();
        client.advance(expires_in * 1000);
        await expectInactive(client, access_token);
      },
      violation: standingStill,
    },
    {
      section: '§2.2',
      says: 'A token that has been revoked is `{"active":false}`, at once.',
      async check(client) {
        const { access_token: token } = await client.logIn();
        assert.equal((await client.introspect(token)).json['active'], true);
        await client.post('/revoke', { token });
        await expectInactive(client, token);
      },
      violation: () => ({
        request: (sent) => (sent.path === '/revoke' ? { ...sent, body: 'token=x' } : sent),
      }),
    },
    {
      section: '§2.2, §4',
      says: 'An inactive token’s answer tells nothing of why, nor of the token.',
      async check(client) {
        const { access_token, refresh_token } = await client.logIn();
        await client.post('/revoke', { token: refresh_token });
        await expectInactive(client, access_token);
        await expectInactive(client, refresh_token);
      },
      violation: () => ({
        answer: (answer, { path }) =>
          path === '/introspect'
            ? changed(answer, { json: { ...answer.json, reason: 'revoked' } })
            : answer,
      }),
    },
    {
      section: '§4',
      says: 'No cache may keep an answer.',
      async check(client) {
        const { access_token } = await client.logIn();
        const { headers } = await client.introspect(access_token);
        assert.equal(headers.get('cache-control'), 'no-store');
      },
      violation: () => ({
        answer: (answer) =>
          changed(answer, { headers: new Headers({ 'cache-control': 'max-age=60' }) }),
      }),
    },
  ],
};
