import assert from 'node:assert/strict';
import { decode } from '../attacks/forge.ts';
import {
  clientAuthentication,
  clientCredentialsGrant,
  confidentialRefresh,
} from './client-authentication.ts';
import { assertOAuthError, JOHN, WIDE } from './conformance-client.ts';
import { slowedGuessing } from './slowed-guessing.ts';
import type { ConformanceDocument } from './statement.ts';
import { changed, reading, refusingWith, withHeader, withMember } from './violations.ts';

const BASIC = { authorization: `Basic ${btoa('stranger:secret')}` };
const SECOND_CLIENT = { client_id: 'console' };

/** RFC 6749, as far as a service without an authorization endpoint has to do with it. */
export const rfc6749: ConformanceDocument = {
  rfc: 'RFC 6749',
  title: 'The OAuth 2.0 Authorization Framework',
  statements: [
    ...clientAuthentication,
    {
      section: '§3.2',
      says: 'The token endpoint takes `POST` only.',
      async check(client) {
        const answer = await client.get('/token');
        assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status));
      },
      violation: () => ({ answer: (answer) => changed(answer, { status: 200 }) }),
    },
    {
      section: '§3.2',
      says: 'A parameter that stands there twice gets `invalid_request`.',
      async check(client) {
        const twice = `${new URLSearchParams(JOHN).toString()}&username=johndoe`;
        assertOAuthError(await client.post('/token', twice), 400, 'invalid_request');
      },
      violation: reading((form) => form.set('username', String(form.get('username')))),
    },
    {
      section: '§3.2',
      says: 'An empty parameter counts as absent, and unknown ones are ignored.',
      async check(client) {
        const answer = await client.post('/token', {
          ...JOHN,
          scope: '',
          client_id: '',
          novel: 'x',
        });
        assert.equal(answer.status, 200, answer.text);
      },
      violation: reading((form) => form.set('client_id', 'novel')),
    },
    {
      section: '§3.3',
      says: 'A scope that is not of the grammar gets `invalid_scope`.',
      async check(client) {
        assertOAuthError(
          await client.post('/token', { ...JOHN, scope: 'a"b' }),
          400,
          'invalid_scope',
        );
      },
      violation: reading((form) => form.delete('scope')),
    },
    {
      section: '§3.3, §5.1',
      says: 'The answer names the scope when less is granted than was asked for.',
      async check(client) {
        const { scope } = await client.logIn({ scope: 'items:read tokens:introspect' });
        assert.equal(scope, 'items:read');
      },
      violation: withMember('/token', 'scope', undefined),
    },
    {
      section: '§3.3',
      says: 'A scope that nobody knows is `invalid_scope`, whatever else is asked for.',
      async check(client) {
        const scope = 'items:read orders:wirte';
        assertOAuthError(await client.post('/token', { ...JOHN, scope }), 400, 'invalid_scope');
      },
      violation: reading((form) => form.delete('scope')),
    },
    {
      section: '§4.3.2',
      says: 'The password grant is a form with `username` and `password`; neither may be missing.',
      async check(client) {
        await client.logIn();
        for (const name of ['username', 'password']) {
          const answer = await client.post('/token', { ...JOHN, [name]: '' });
          assertOAuthError(answer, 400, 'invalid_request');
        }
      },
      violation: refusingWith(400, 'invalid_grant'),
    },
    {
      section: '§4.3.2',
      says: 'The password is checked: a wrong one gets `invalid_grant`.',
      async check(client) {
        const answer = await client.post('/token', { ...JOHN, password: 'wrong' });
        assertOAuthError(answer, 400, 'invalid_grant');
      },
      violation: reading((form) => form.set('password', JOHN.password)),
    },
    slowedGuessing,
    {
      section: '§4.3.2',
      says: 'A client that is included is checked; an unknown one, or a public one with a secret, gets `invalid_client`.',
      async check(client) {
        for (const named of [
          { client_id: 'stranger' },
          { client_id: 'default', client_secret: 'x' },
        ]) {
          assertOAuthError(
            await client.post('/token', { ...JOHN, ...named }),
            401,
            'invalid_client',
          );
        }
      },
      violation: reading((form) => {
        form.delete('client_id');
        form.delete('client_secret');
      }),
    },
    {
      section: '§4.3.2, §10.7',
      says: 'A wrong password and an unknown user are refused with the same bytes.',
      async check(client) {
        const wrong = await client.post('/token', { ...JOHN, password: 'wrong' });
        const unknown = await client.post('/token', { ...JOHN, username: 'nobody' });
        assert.deepEqual([unknown.status, unknown.text], [wrong.status, wrong.text]);
      },
      violation: () => ({
        answer: (answer, { body }) =>
          body?.includes('nobody')
            ? changed(answer, {
                json: { ...answer.json, error_description: 'There is no such user.' },
              })
            : answer,
      }),
    },
    ...clientCredentialsGrant,
    {
      section: '§5.1',
      says: 'A good answer is JSON with `access_token`, `token_type` and `refresh_token`.',
      async check(client) {
        const answer = await client.post('/token', JOHN);
        assert.equal(answer.status, 200);
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
        assert.match(String(answer.json['token_type']), /^bearer$/i);
        for (const name of ['access_token', 'refresh_token']) {
          assert.equal(typeof answer.json[name], 'string', name);
        }
      },
      violation: withMember('/token', 'token_type', 'JWT'),
    },
    {
      section: '§5.1',
      says: '`expires_in` is a number, and the seconds until the token expires.',
      async check(client) {
        const { access_token, expires_in } = await client.logIn();
        const left = Number(decode(access_token.split('.')[1])['exp']) - client.now() / 1000;
        assert.equal(typeof expires_in, 'number');
        assert.ok(Math.abs(left - expires_in) < 30, `${left}`);
      },
      violation: withMember('/token', 'expires_in', 3600),
    },
    ...['cache-control', 'pragma'].map(
      (name) =>
        ({
          section: '§5.1',
          says: `Every answer of the token endpoint has \`${name === 'pragma' ? 'Pragma: no-cache' : 'Cache-Control: no-store'}\`.`,
          async check(client) {
            for (const password of ['secret', 'wrong']) {
              const { headers } = await client.post('/token', { ...JOHN, password });
              assert.equal(headers.get(name), name === 'pragma' ? 'no-cache' : 'no-store');
            }
          },
          violation: withHeader(name, null),
        }) satisfies ConformanceDocument['statements'][number],
    ),
    {
      section: '§5.2',
      says: 'A missing `grant_type` gets `invalid_request`, an unknown one `unsupported_grant_type`.',
      async check(client) {
        assertOAuthError(await client.post('/token', { scope: 'a' }), 400, 'invalid_request');
        const magic = await client.post('/token', { ...JOHN, grant_type: 'magic' });
        assertOAuthError(magic, 400, 'unsupported_grant_type');
      },
      violation: refusingWith(400, 'invalid_request'),
    },
    {
      section: '§5.2',
      says: 'A scope of which nothing can be granted gets `invalid_scope`.',
      async check(client) {
        const answer = await client.post('/token', { ...JOHN, scope: 'orders:write' });
        assertOAuthError(answer, 400, 'invalid_scope');
      },
      violation: reading((form) => form.delete('scope')),
    },
    {
      section: '§5.2',
      says: 'A client that is refused after it used `Authorization` is told the scheme, with 401.',
      async check(client) {
        const answer = await client.post('/token', JOHN, BASIC);
        assertOAuthError(answer, 401, 'invalid_client');
        const challenge = answer.headers.get('x-amzn-remapped-www-authenticate') ?? '';
        assert.match(challenge, /^Basic realm="/);
      },
      violation: withHeader('x-amzn-remapped-www-authenticate', 'Bearer realm="x"'),
    },
    {
      section: '§5.2',
      says: '`error` and `error_description` keep to their character sets, and errors are JSON.',
      async check(client) {
        for (const form of [{}, { grant_type: '"\\é' }, { ...JOHN, password: 'é"\\' }]) {
          const { headers, json } = await client.post('/token', form);
          assert.match(headers.get('content-type') ?? '', /^application\/json/);
          for (const name of ['error', 'error_description']) {
            assert.match(String(json[name]), /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
          }
        }
      },
      violation: () => ({
        answer: (answer, { body }) =>
          changed(answer, { json: { ...answer.json, error_description: `bad: ${body} "` } }),
      }),
    },
    {
      section: '§6',
      says: 'A refresh token is exchanged for new tokens.',
      async check(client) {
        const { refresh_token, access_token } = await client.logIn();
        const answer = await client.refresh(refresh_token);
        assert.equal(answer.status, 200, answer.text);
        assert.notEqual(answer.json['access_token'], access_token);
        assert.equal(
          (await client.get('/users/me', String(answer.json['access_token']))).status,
          200,
        );
      },
      violation: reading((form) => {
        if (form.has('refresh_token')) form.set('grant_type', 'magic');
      }),
    },
    {
      section: '§6',
      says: 'A refresh token is good for the client it was issued to only.',
      async check(client) {
        const { refresh_token } = await client.logIn();
        assertOAuthError(await client.refresh(refresh_token, SECOND_CLIENT), 400, 'invalid_grant');
      },
      violation: reading((form) => form.delete('client_id')),
    },
    confidentialRefresh,
    {
      section: '§6',
      says: 'A refresh may ask for no scope that the grant did not have.',
      async check(client) {
        const { refresh_token } = await client.logIn();
        const answer = await client.refresh(refresh_token, { scope: 'items:read orders:write' });
        assertOAuthError(answer, 400, 'invalid_scope');
      },
      violation: reading((form) => form.delete('scope')),
    },
    {
      section: '§6',
      says: 'A new refresh token has the scope of the one before, whatever the access token was narrowed to.',
      async check(client) {
        const { refresh_token } = await client.logIn(WIDE);
        const narrowed = await client.refresh(refresh_token, { scope: 'items:read' });
        assert.equal(narrowed.json['scope'], 'items:read');
        const next = await client.refresh(String(narrowed.json['refresh_token']));
        assert.equal(next.json['scope'], 'items:read orders:write');
      },
      violation: withMember('/token', 'scope', 'items:read'),
    },
  ],
};
