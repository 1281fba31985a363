import assert from 'node:assert/strict';
import { assertOAuthError, JOHN } from './conformance-client.ts';
import { REPORTS } from './registered-client.ts';
import type { Statement } from './statement.ts';
import { ignoringHeader, reading, refusingWith, withMember, type Violation } from './violations.ts';

const { client_id, client_secret } = REPORTS;
const FOR_ITSELF = { grant_type: 'client_credentials' } as const;

/** Encoded as a form before it is Basic's (§2.3.1). */
export const AS_REPORTS = {
  authorization: `Basic ${btoa(`${client_id}:${encodeURIComponent(client_secret)}`)}`,
};

/** A service that takes whoever names the confidential client for it. */
export const believingNames: Violation = reading((form) => {
  if (form.get('client_id') === client_id) form.set('client_secret', client_secret);
});

/** RFC 6749 §2.3 and §3.2.1. */
export const clientAuthentication: readonly Statement[] = [
  {
    section: '§2.3',
    says: 'A client that authenticates in two ways at once gets `invalid_request`.',
    async check(client) {
      const answer = await client.post('/token', { ...FOR_ITSELF, ...REPORTS }, AS_REPORTS);
      assertOAuthError(answer, 400, 'invalid_request');
    },
    violation: ignoringHeader('authorization'),
  },
  {
    section: '§2.3.1',
    says: 'A confidential client authenticates by HTTP Basic, its secret encoded as in a form.',
    async check(client) {
      const answer = await client.post('/token', FOR_ITSELF, AS_REPORTS);
      assert.equal(answer.status, 200, answer.text);
    },
    violation: ignoringHeader('authorization'),
  },
  {
    section: '§2.3.1',
    says: 'Or by `client_id` and `client_secret` in the body.',
    async check(client) {
      const answer = await client.post('/token', { ...FOR_ITSELF, ...REPORTS });
      assert.equal(answer.status, 200, answer.text);
    },
    violation: reading((form) => form.delete('client_secret')),
  },
  {
    section: '§2.3.1',
    says: 'Credentials in the query are not taken.',
    async check(client) {
      const query = new URLSearchParams(JOHN).toString();
      const answer = await client.post(`/token?${query}`, { client_id: 'default' });
      assertOAuthError(answer, 400, 'invalid_request');
    },
    violation: () => ({
      request: (sent) => ({ ...sent, path: '/token', body: sent.path.split('?')[1] ?? null }),
    }),
  },
  {
    section: '§3.2.1, §4.3.2',
    says: 'A confidential client that brings no secret, or a wrong one, gets `invalid_client`.',
    async check(client) {
      for (const named of [{ client_id }, { client_id, client_secret: 'wrong' }]) {
        const answer = await client.post('/token', { ...JOHN, ...named });
        assertOAuthError(answer, 401, 'invalid_client');
      }
    },
    violation: believingNames,
  },
];

/** RFC 6749 §4.4. */
export const clientCredentialsGrant: readonly Statement[] = [
  {
    section: '§4.4.3',
    says: 'A client that asks for itself gets an access token, and no refresh token.',
    async check(client) {
      const { status, json, text } = await client.post('/token', { ...FOR_ITSELF, ...REPORTS });
      assert.deepEqual([status, typeof json['access_token']], [200, 'string'], text);
      assert.ok(!('refresh_token' in json));
    },
    violation: withMember('/token', 'refresh_token', 'x'),
  },
  {
    section: '§4.4, §5.2',
    says: 'A public client that asks for itself gets `unauthorized_client`.',
    async check(client) {
      const answer = await client.post('/token', { ...FOR_ITSELF, client_id: 'default' });
      assertOAuthError(answer, 400, 'unauthorized_client');
    },
    violation: refusingWith(400, 'invalid_grant'),
  },
];

/** RFC 6749 §6. */
export const confidentialRefresh: Statement = {
  section: '§6',
  says: 'A confidential client authenticates for a refresh; without its secret the token is refused, and goes on.',
  async check(client) {
    const { refresh_token } = await client.logIn(REPORTS);
    assertOAuthError(await client.refresh(refresh_token), 400, 'invalid_grant');
    assertOAuthError(await client.refresh(refresh_token, { client_id }), 401, 'invalid_client');
    const answer = await client.refresh(refresh_token, REPORTS);
    assert.equal(answer.status, 200, answer.text);
  },
  violation: believingNames,
};
