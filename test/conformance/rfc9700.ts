import assert from 'node:assert/strict';
import { assertOAuthError, type ConformanceClient } from './conformance-client.ts';
import type { ConformanceDocument } from './statement.ts';
import { changed, reading, shruggingAtReuse, standingStill, takingAnyToken } from './violations.ts';

const DAY = 86_400_000;
/** Past the overlap window, in which tabs and retries may present a token again. */
const LATER = 15_000;

/** @returns the next refresh token */
const refreshed = async (client: ConformanceClient, token: string): Promise<string> => {
  const answer = await client.refresh(token);
  assert.equal(answer.status, 200, answer.text);
  return String(answer.json['refresh_token']);
};

/** RFC 9700 §4.14. The statements at its end take the clock months ahead. */
export const rfc9700: ConformanceDocument = {
  rfc: 'RFC 9700',
  title: 'Best Current Practice for OAuth 2.0 Security',
  statements: [
    {
      section: '§4.14.2',
      says: 'Public clients’ refresh tokens are rotated: every refresh gives a new one.',
      async check(client) {
        const first = (await client.logIn()).refresh_token;
        const second = await refreshed(client, first);
        const third = await refreshed(client, second);
        assert.equal(new Set([first, second, third]).size, 3);
      },
      violation: () => ({
        answer(answer, { body }) {
          const presented = new URLSearchParams(body ?? '').get('refresh_token');
          return presented === null
            ? answer
            : changed(answer, { json: { ...answer.json, refresh_token: presented } });
        },
      }),
    },
    {
      section: '§4.14.2',
      says: 'When an invalidated refresh token comes back, the active one is revoked with it.',
      async check(client) {
        const stolen = (await client.logIn()).refresh_token;
        const active = await refreshed(client, await refreshed(client, stolen));
        client.advance(LATER);
        assertOAuthError(await client.refresh(stolen), 400, 'invalid_grant');
        assertOAuthError(await client.refresh(active), 400, 'invalid_grant');
      },
      violation: shruggingAtReuse,
    },
    {
      section: '§4.14.2',
      says: 'So are the access tokens of the grant.',
      async check(client) {
        const stolen = (await client.logIn()).refresh_token;
        const answer = await client.refresh(await refreshed(client, stolen));
        client.advance(LATER);
        await client.refresh(stolen);
        const { text } = await client.introspect(String(answer.json['access_token']));
        assert.equal(text, '{"active":false}');
      },
      violation: shruggingAtReuse,
    },
    {
      section: '§4.14.2',
      says: 'A refresh token is bound to the scope that was granted.',
      async check(client) {
        const { refresh_token } = await client.logIn({ scope: 'items:read' });
        const answer = await client.refresh(refresh_token, { scope: 'orders:write' });
        assertOAuthError(answer, 400, 'invalid_scope');
      },
      violation: reading((form) => form.delete('scope')),
    },
    {
      section: '§4.14.2',
      says: 'A refresh token that was changed or guessed is refused, and harms nobody.',
      async check(client) {
        const { refresh_token: token } = await client.logIn();
        for (const at of [0, 5, token.length >> 1, token.length - 2]) {
          const letter = token[at] === 'A' ? 'B' : 'A';
          const mutant = token.slice(0, at) + letter + token.slice(at + 1);
          assertOAuthError(await client.refresh(mutant), 400, 'invalid_grant');
        }
        await refreshed(client, token);
      },
      violation: takingAnyToken,
    },
    {
      section: '§4.14.2',
      says: 'A logout ends the refresh tokens of its session.',
      async check(client) {
        const { access_token, refresh_token } = await client.logIn();
        const headers = { authorization: `Bearer ${access_token}` };
        await client.send({ method: 'DELETE', path: '/users/me/sessions', headers });
        assertOAuthError(await client.refresh(refresh_token), 400, 'invalid_grant');
      },
      violation: () => ({
        request: (sent) => (sent.method === 'DELETE' ? { ...sent, method: 'GET' } : sent),
      }),
    },
    {
      section: '§4.14.2',
      says: 'A refresh token that is not used for 30 days expires.',
      async check(client) {
        const { refresh_token } = await client.logIn();
        client.advance(29 * DAY);
        const next = await refreshed(client, refresh_token);
        client.advance(30 * DAY + LATER);
        assertOAuthError(await client.refresh(next), 400, 'invalid_grant');
      },
      violation: standingStill,
    },
    {
      section: '§4.14.2',
      says: 'A session ends after 90 days, however often it is refreshed.',
      async check(client) {
        let { refresh_token: token } = await client.logIn();
        for (let month = 0; month < 3; month++) {
          client.advance(29 * DAY);
          token = await refreshed(client, token);
        }
        client.advance(4 * DAY);
        assertOAuthError(await client.refresh(token), 400, 'invalid_grant');
      },
      violation: standingStill,
    },
  ],
};
