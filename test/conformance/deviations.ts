import assert from 'node:assert/strict';
import { JOHN } from './conformance-client.ts';
import type { Deviation } from './statement.ts';
import { changed, withHeader, withMember } from './violations.ts';

const METADATA = '/.well-known/oauth-authorization-server';

/** Where the service does otherwise than an RFC asks, and why. */
export const deviations: readonly Deviation[] = [
  {
    section: 'RFC 9700 §2.4',
    asks: 'The password grant must not be used.',
    does: 'It is the way to log in here, unless `passwordGrant: false` in the construct’s props turns it off.',
    because:
      'The service is for first-party clients: the team’s own pages and apps, which its users type their passwords into anyway. There is no authorization endpoint yet that could take its place. Do not give the grant to clients of others.',
    proof: {
      async check(client) {
        const grants = (await client.get(METADATA)).json['grant_types_supported'];
        assert.ok((grants as readonly unknown[]).includes('password'));
      },
      violation: withMember(METADATA, 'grant_types_supported', ['refresh_token']),
    },
  },
  {
    section: 'RFC 6749 §5.2',
    asks: 'Errors of the token endpoint have the status 400, or 401, and one of six codes.',
    does: 'Too many tries of a password are 429, with `temporarily_unavailable` and `Retry-After`.',
    because:
      'The RFC wants guessing slowed down (§4.3.2) and names no error for it. The code is one of its own for another endpoint (§4.1.2.1), and what the gateway says of too many requests here.',
  },
  {
    section: 'RFC 6749 §3.2, RFC 6750 §5.3',
    asks: 'Requests go over TLS.',
    does: 'The deployed API has no plain HTTP; the local edition has nothing else.',
    because: 'The local edition is for one laptop, and its demo user’s password is public.',
  },
  {
    section: 'RFC 6749 §5.2, RFC 6750 §3',
    asks: 'A 401 has `WWW-Authenticate`.',
    does: 'What a function says there arrives as `x-amzn-Remapped-WWW-Authenticate`.',
    because:
      'API Gateway’s REST APIs rename the header of a Lambda proxy. The gateway’s own 401, which nearly every refusal of a token is, has the header under its name.',
    proof: {
      async check(client) {
        const headers = { authorization: `Basic ${btoa('stranger:secret')}` };
        const answer = await client.post('/token', JOHN, headers);
        assert.equal(answer.status, 401);
        assert.match(answer.headers.get('x-amzn-remapped-www-authenticate') ?? '', /^Basic /);
        assert.equal(answer.headers.get('www-authenticate'), null);
      },
      violation: withHeader('www-authenticate', 'Basic realm="latchkey"'),
    },
  },
  {
    section: 'RFC 6750 §3.1',
    asks: 'The challenge for a bad token should say `error="invalid_token"`.',
    does: 'The gateway’s 401 has one challenge, without an error, for no token and for a bad one; the body says `invalid_token`.',
    because:
      'A gateway response has one fixed header, and a request without a token must not be told of an error.',
    proof: {
      async check(client) {
        const answer = await client.get('/users/me', 'not-a-token');
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="latchkey"');
        assert.equal(answer.json['error'], 'invalid_token');
      },
      violation: withHeader('www-authenticate', 'Bearer realm="latchkey", error="invalid_token"'),
    },
  },
  {
    section: 'RFC 6749 §3.2',
    asks: 'A method that an endpoint does not know is its own to refuse (RFC 9110 §15.5.6: 405).',
    does: '`GET /token` gets 404.',
    because:
      'REST APIs have one answer for every route and method that they do not have: by itself a 403 that asks for a token, here a 404 that names the API’s address.',
    proof: {
      async check(client) {
        assert.equal((await client.get('/token')).status, 404);
      },
      violation: () => ({ answer: (answer) => changed(answer, { status: 405 }) }),
    },
  },
  {
    section: 'RFC 8414 §3',
    asks: 'The well-known path is inserted before the path of the issuer.',
    does: 'Without a custom domain it is found only after the issuer’s path, which is the stage’s.',
    because:
      'An execute-api URL begins with the stage, and nothing can be put before it. With `domainName` the issuer has no path, and both forms are one. OpenID Connect’s form, which is appended, always works.',
  },
  {
    section: 'RFC 8414 §2, §3.2',
    asks: '`response_types_supported` is required, and a member without elements is left out.',
    does: '`response_types_supported` is `[]`.',
    because:
      'There is no authorization endpoint, so there are no response types; many parsers insist on the member.',
    proof: {
      async check(client) {
        assert.deepEqual((await client.get(METADATA)).json['response_types_supported'], []);
      },
      violation: withMember(METADATA, 'response_types_supported', undefined),
    },
  },
  {
    section: 'RFC 9700 §4.14.2',
    asks: 'A refresh token that was rotated away is invalid, and whoever presents it is found out.',
    does: 'For 10 s (`overlapWindow`) it gets the successor again; later, the one before the newest still recovers a session whose reply was lost, under the policy `recover`.',
    because:
      'A lost reply, a retry or a second tab must not log anybody out. What that leaves to a thief is listed in docs/refresh-model.md; the policy `strict` forgives no lost reply.',
    proof: {
      async check(client) {
        const { refresh_token } = await client.logIn();
        const first = await client.refresh(refresh_token);
        const again = await client.refresh(refresh_token);
        assert.deepEqual(
          [again.status, again.json['refresh_token']],
          [200, first.json['refresh_token']],
        );
      },
      violation: () => {
        const seen = new Set<string | null>();
        return {
          answer: (answer, { body }) =>
            seen.size === seen.add(body).size ? changed(answer, { status: 400, json: {} }) : answer,
        };
      },
    },
  },
  {
    section: 'RFC 9068 §2.1, §4',
    asks: 'Servers must support RS256; resource servers take `application/at+jwt` too.',
    does: 'Tokens are signed with ES256 unless `signingAlgorithm` says `RS256` or `EdDSA`, and only `at+jwt` is taken.',
    because:
      'ES256 is smaller and faster, and every key is of one algorithm. The issuer never writes the long form of the type; what it never writes is refused.',
  },
  {
    section: 'RFC 7662 §2.1',
    asks: 'Introspection may be asked about any token.',
    does: 'A refresh token is `{"active":false}`.',
    because:
      'The introspection function can not read the keys of refresh tokens, and nobody but the token endpoint takes one.',
    proof: {
      async check(client) {
        const { refresh_token } = await client.logIn();
        assert.equal((await client.introspect(refresh_token)).text, '{"active":false}');
      },
      violation: withMember('/introspect', 'active', true),
    },
  },
];
