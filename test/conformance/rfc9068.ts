import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { decode, es256, forge, strangersKeys, type Members } from '../attacks/forge.ts';
import { signedAttacks } from '../attacks/signed-attacks.ts';
import type { ConformanceClient } from './conformance-client.ts';
import type { ConformanceDocument } from './statement.ts';
import { issuing, takingAnyToken, withMember } from './violations.ts';

const partsOf = (token: string): readonly [Members, Members] => {
  const [header, payload] = token.split('.').slice(0, 2).map(decode);
  return [header ?? {}, payload ?? {}];
};

const claimsOf = async (client: ConformanceClient): Promise<Members> =>
  partsOf((await client.logIn()).access_token)[1];

/** RFC 9068. */
export const rfc9068: ConformanceDocument = {
  rfc: 'RFC 9068',
  title: 'JWT Profile for OAuth 2.0 Access Tokens',
  statements: [
    {
      section: '§2.1',
      says: 'The header has `typ: at+jwt`, a signing algorithm and the key’s id.',
      async check(client) {
        const [{ typ, alg, kid }] = partsOf((await client.logIn()).access_token);
        assert.equal(typ, 'at+jwt');
        assert.ok(['ES256', 'RS256', 'EdDSA'].includes(String(alg)));
        assert.match(String(kid), /^[\w-]{1,64}$/);
      },
      violation: issuing({ typ: 'JWT' }, () => ({})),
    },
    {
      section: '§2.2',
      says: 'The payload has `iss`, `exp`, `aud`, `sub`, `client_id`, `iat` and `jti`.',
      async check(client) {
        const { iss, exp, aud, sub, client_id, iat, jti } = await claimsOf(client);
        for (const text of [iss, aud, sub, client_id, jti]) assert.equal(typeof text, 'string');
        assert.ok(Number.isInteger(iat) && Number(exp) > Number(iat));
      },
      violation: issuing({}, () => ({ jti: undefined })),
    },
    {
      section: '§2.2',
      says: 'No two tokens have one `jti`.',
      async check(client) {
        assert.notEqual((await claimsOf(client))['jti'], (await claimsOf(client))['jti']);
      },
      violation: issuing({}, () => ({ jti: '1' })),
    },
    {
      section: '§2.2.1',
      says: '`auth_time` is the login’s, and stays that when the token is refreshed.',
      async check(client) {
        const { access_token, refresh_token } = await client.logIn();
        client.advance(60_000);
        const refreshed = await client.refresh(refresh_token);
        const [, claims] = partsOf(String(refreshed.json['access_token']));
        assert.equal(claims['auth_time'], partsOf(access_token)[1]['auth_time']);
        assert.ok(Number(claims['iat']) > Number(claims['auth_time']));
      },
      violation: issuing({}, ({ iat }) => ({ auth_time: iat })),
    },
    {
      section: '§2.2.3',
      says: '`scope` is what the answer says was granted.',
      async check(client) {
        const { access_token, scope } = await client.logIn();
        assert.equal(partsOf(access_token)[1]['scope'], scope);
      },
      violation: issuing({}, () => ({ scope: 'items:write' })),
    },
    {
      section: '§2.2.3.1',
      says: '`roles` is a list.',
      async check(client) {
        assert.ok(Array.isArray((await claimsOf(client))['roles']));
      },
      violation: issuing({}, () => ({ roles: 'admin' })),
    },
    {
      section: '§3',
      says: 'A request that names no resource gets the default audience.',
      async check(client) {
        const { aud, iss } = await claimsOf(client);
        assert.equal(aud, iss);
      },
      violation: issuing({}, () => ({ aud: undefined })),
    },
    {
      section: '§4',
      says: 'Whoever follows the metadata to the keys can verify a token.',
      async check(client) {
        const { access_token } = await client.logIn();
        const [header = '', payload = '', signature = ''] = access_token.split('.');
        const { keys } = await client.publishedKeys();
        const jwk = keys.find(({ kid }) => kid === decode(header)['kid']);
        assert.ok(jwk);
        const key = createPublicKey({ key: jwk, format: 'jwk' });
        const signed = Buffer.from(`${header}.${payload}`);
        assert.ok(
          verify(
            'sha256',
            signed,
            { key, dsaEncoding: 'ieee-p1363' },
            Buffer.from(signature, 'base64url'),
          ),
        );
      },
      violation: withMember('/.well-known/jwks.json', 'keys', []),
    },
    {
      section: '§4',
      says: 'A token of another type, issuer, audience or key, or not of this time, gets 401.',
      async check(client) {
        const { access_token } = await client.logIn();
        const now = Math.floor(client.now() / 1000);
        const [header, claims] = partsOf(access_token);
        const stranger = es256(strangersKeys().ec.privateKey);
        await client.expectRefused([
          ...signedAttacks(access_token, client.signer, now).filter(({ name }) =>
            /^signed: (typ|iss|aud|exp) /.test(name),
          ),
          { name: 'not yet', token: forge(header, { ...claims, nbf: now + 60 }, client.signer) },
          { name: "a stranger's key", token: forge(header, claims, stranger) },
        ]);
      },
      violation: takingAnyToken,
    },
    {
      section: '§5',
      says: 'A user’s `sub` can’t be taken for a client’s.',
      async check(client) {
        const { sub, client_id } = await claimsOf(client);
        assert.match(String(sub), /^user:./);
        assert.doesNotMatch(String(client_id), /^user:/);
      },
      violation: issuing({}, ({ client_id }) => ({ sub: client_id })),
    },
  ],
};
