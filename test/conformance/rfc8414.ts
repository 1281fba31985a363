import assert from 'node:assert/strict';
import { decode } from '../attacks/forge.ts';
import type { ConformanceDocument } from './statement.ts';
import { changed, withHeader, withMember } from './violations.ts';

const PATH = '/.well-known/oauth-authorization-server';
const ENDPOINTS = ['token_endpoint', 'revocation_endpoint', 'introspection_endpoint'] as const;

/** RFC 8414. */
export const rfc8414: ConformanceDocument = {
  rfc: 'RFC 8414',
  title: 'Authorization Server Metadata',
  statements: [
    {
      section: '§2',
      says: 'The issuer is a URL without query and fragment, and the `iss` of every token.',
      async check(client) {
        const { issuer } = (await client.get(PATH)).json;
        assert.match(String(issuer), /^https?:\/\/[^?#]+[^/?#]$/);
        const { access_token } = await client.logIn();
        assert.equal(decode(access_token.split('.')[1])['iss'], issuer);
      },
      violation: withMember(PATH, 'issuer', 'https://attacker.example'),
    },
    {
      section: '§2',
      says: 'Every endpoint that it names is there.',
      async check(client) {
        const { json } = await client.get(PATH);
        for (const name of ENDPOINTS) {
          const path = String(json[name]).replace(client.url, '');
          assert.match(path, /^\/\w+$/);
          const { headers } = await client.post(path, {});
          // What the gateway says of a route that it doesn't know.
          assert.notEqual(headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException');
        }
      },
      violation: () => ({
        answer: (answer, { path }) =>
          path === PATH
            ? changed(answer, {
                json: {
                  ...answer.json,
                  revocation_endpoint: `${String(answer.json['issuer'])}/end`,
                },
              })
            : answer,
      }),
    },
    {
      section: '§2',
      says: '`jwks_uri` has the keys that sign, with `alg` and `use`, each `kid` once, nothing private.',
      async check(client) {
        const { json } = await client.get(PATH);
        const path = String(json['jwks_uri']).replace(client.url, '');
        const keys = (await client.get(path)).json['keys'] as Record<string, unknown>[];
        assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length);
        const { access_token } = await client.logIn();
        const { kid } = decode(access_token.split('.')[0]);
        assert.ok(keys.some((key) => key['kid'] === kid));
        for (const key of keys) {
          assert.deepEqual([key['use'], typeof key['alg']], ['sig', 'string']);
          for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) assert.ok(!(member in key));
        }
      },
      violation: () => ({
        answer: (answer, { path }) =>
          path === '/.well-known/jwks.json'
            ? changed(answer, {
                json: {
                  keys: (answer.json['keys'] as object[]).map((key) => ({ ...key, d: 'x' })),
                },
              })
            : answer,
      }),
    },
    {
      section: '§2',
      says: 'Grant types and client authentication are said, since the defaults would be wrong.',
      async check(client) {
        const { json } = await client.get(PATH);
        assert.deepEqual(json['grant_types_supported'], [
          'password',
          'refresh_token',
          'client_credentials',
        ]);
        for (const endpoint of ['token', 'revocation']) {
          assert.deepEqual(json[`${endpoint}_endpoint_auth_methods_supported`], [
            'none',
            'client_secret_basic',
            'client_secret_post',
          ]);
        }
      },
      violation: withMember(PATH, 'grant_types_supported', undefined),
    },
    {
      section: '§3.2',
      says: 'The document is `application/json`.',
      async check(client) {
        const { status, headers } = await client.get(PATH);
        assert.equal(status, 200);
        assert.match(headers.get('content-type') ?? '', /^application\/json/);
      },
      violation: withHeader('content-type', 'text/html'),
    },
    {
      section: '§3.3',
      says: '`issuer` is the URL that the document was found under.',
      async check(client) {
        assert.equal((await client.get(PATH)).json['issuer'], client.url);
      },
      violation: withMember(PATH, 'issuer', 'https://attacker.example'),
    },
    {
      section: '§5',
      says: 'The same stands at OpenID Connect’s path, for clients that look only there.',
      async check(client) {
        const { json } = await client.get(PATH);
        const { json: openid } = await client.get('/.well-known/openid-configuration');
        assert.deepEqual({ ...openid, ...json }, openid);
      },
      violation: withMember('/.well-known/openid-configuration', 'token_endpoint', 'x'),
    },
  ],
};
