import assert from 'node:assert/strict';
import { decode, forge } from '../attacks/forge.ts';
import { believingNames } from './client-authentication.ts';
import { assertOAuthError, type ConformanceClient } from './conformance-client.ts';
import { REPORTS } from './registered-client.ts';
import type { ConformanceDocument } from './statement.ts';
import { answering, changed, reading, refusingWith, type Violation } from './violations.ts';

/** A service that says yes to a revocation and does nothing. */
const revokingNothing = answering('/revoke', 200, {});

const expectEnded = async (client: ConformanceClient, refreshToken: string): Promise<void> =>
  assertOAuthError(await client.refresh(refreshToken), 400, 'invalid_grant');

/** A service that is strict where the RFC asks for calm. */
const complaining: Violation = () => ({
  answer: (answer, { path }) =>
    path === '/revoke'
      ? changed(answer, { status: 400, json: { error: 'invalid_token' } })
      : answer,
});

/** RFC 7009. */
export const rfc7009: ConformanceDocument = {
  rfc: 'RFC 7009',
  title: 'Token Revocation',
  statements: [
    {
      section: '§2.1',
      says: 'A request without `token` gets `invalid_request`.',
      async check(client) {
        assertOAuthError(
          await client.post('/revoke', { client_id: 'default' }),
          400,
          'invalid_request',
        );
      },
      violation: refusingWith(200, ''),
    },
    {
      section: '§2.1',
      says: 'A refresh token can be revoked: it refreshes no more.',
      async check(client) {
        const { refresh_token: token } = await client.logIn();
        assert.equal((await client.post('/revoke', { token })).status, 200);
        await expectEnded(client, token);
      },
      violation: revokingNothing,
    },
    {
      section: '§2.1',
      says: 'Revoking a refresh token ends the access tokens of the same grant.',
      async check(client) {
        const { refresh_token, access_token } = await client.logIn();
        await client.post('/revoke', { token: refresh_token });
        assert.equal((await client.introspect(access_token)).text, '{"active":false}');
        assert.equal((await client.get('/users/me', access_token)).status, 401);
      },
      violation: revokingNothing,
    },
    {
      section: '§2.1',
      says: 'Revoking an access token ends the grant, its refresh token included.',
      async check(client) {
        const { refresh_token, access_token: token } = await client.logIn();
        assert.equal((await client.post('/revoke', { token })).status, 200);
        await expectEnded(client, refresh_token);
      },
      violation: revokingNothing,
    },
    {
      section: '§2.1',
      says: 'A client that is unknown gets `invalid_client`, and nothing is revoked.',
      async check(client) {
        const { refresh_token: token } = await client.logIn();
        const answer = await client.post('/revoke', { token, client_id: 'stranger' });
        assertOAuthError(answer, 401, 'invalid_client');
        assert.equal((await client.refresh(token)).status, 200);
      },
      violation: reading((form) => form.delete('client_id')),
    },
    {
      section: '§2.1',
      says: 'A token that was issued to another client is refused, and goes on.',
      async check(client) {
        const { refresh_token: token } = await client.logIn();
        const answer = await client.post('/revoke', { token, client_id: 'console' });
        assert.equal(answer.status, 400);
        assert.equal((await client.refresh(token)).status, 200);
      },
      violation: reading((form) => form.delete('client_id')),
    },
    {
      section: '§2.1',
      says: 'A confidential client authenticates to revoke; without its secret its token goes on.',
      async check(client) {
        const { refresh_token: token } = await client.logIn(REPORTS);
        const { client_id } = REPORTS;
        assert.equal((await client.post('/revoke', { token })).status, 400);
        const named = await client.post('/revoke', { token, client_id });
        assertOAuthError(named, 401, 'invalid_client');
        const next = await client.refresh(token, REPORTS);
        assert.equal(next.status, 200, next.text);
        assert.equal((await client.post('/revoke', { token, ...REPORTS })).status, 200);
        assertOAuthError(await client.refresh(token, REPORTS), 400, 'invalid_grant');
      },
      violation: believingNames,
    },
    {
      section: '§2.1',
      says: 'A wrong `token_type_hint`, and one that nobody knows, does not matter.',
      async check(client) {
        for (const token_type_hint of ['access_token', 'novel']) {
          const { refresh_token: token } = await client.logIn();
          const answer = await client.post('/revoke', { token, token_type_hint });
          assert.equal(answer.status, 200);
          await expectEnded(client, token);
        }
      },
      violation: revokingNothing,
    },
    {
      section: '§2.2',
      says: 'A token that is unknown, broken or revoked already gets 200.',
      async check(client) {
        const { refresh_token, access_token } = await client.logIn();
        for (const token of ['x', 'a.b.c', `${access_token}A`, refresh_token, refresh_token]) {
          assert.equal((await client.post('/revoke', { token })).status, 200);
        }
      },
      violation: complaining,
    },
    {
      section: '§2.2.1',
      says: 'A token that can not be revoked gets `unsupported_token_type`.',
      async check(client) {
        const { access_token } = await client.logIn();
        const [header, payload] = access_token.split('.').slice(0, 2).map(decode);
        const { sid: _, username: __, ...claims } = payload ?? {};
        const token = forge(header, { ...claims, sub: 'client:robot' }, client.signer);
        const answer = await client.post('/revoke', { token });
        assertOAuthError(answer, 400, 'unsupported_token_type');
      },
      violation: complaining,
    },
  ],
};
