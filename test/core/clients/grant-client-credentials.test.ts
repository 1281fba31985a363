import { decodeJwt } from 'jose';
import {
  grantClientCredentials,
  type ClientCredentialsRequest,
} from '../../../functions/core/clients/grant-client-credentials.ts';
import { SessionBench } from '../../fakes/session-bench.ts';
import { aRegisteredClient, CLIENT_SECRET, START } from '../../fakes/session-samples.ts';

describe('the client-credentials grant', () => {
  let bench: SessionBench;

  beforeEach(() => {
    bench = new SessionBench();
    bench.registered.put(aRegisteredClient());
  });

  const ask = (changes: Partial<ClientCredentialsRequest> = {}) =>
    grantClientCredentials(
      {
        clientId: 'reports',
        clientSecret: CLIENT_SECRET,
        scope: null,
        device: { ip: '192.0.2.7' },
        ...changes,
      },
      bench.ports,
    );
  const refusal = (changes: Partial<ClientCredentialsRequest> = {}) =>
    ask(changes).then(
      () => 'answered',
      (error: { code: string; reason: string }) => `${error.code}: ${error.reason}`,
    );

  it('gives a token of the client itself, which no session and no refresh token belong to', async () => {
    const answer = await ask();
    expect(Object.keys(answer).toSorted()).toEqual([
      'access_token',
      'expires_in',
      'scope',
      'token_type',
    ]);
    expect(answer).toMatchObject({ expires_in: 900, scope: 'items:read items:write' });
    expect(decodeJwt(answer.access_token)).toEqual({
      iss: 'https://auth.example.com',
      sub: 'client:reports',
      aud: 'https://api.example.com',
      client_id: 'reports',
      scope: 'items:read items:write',
      iat: START / 1000,
      exp: START / 1000 + 900,
      jti: expect.stringMatching(/^[\w-]{22}$/) as unknown,
    });
    expect(bench.families.calls).toBe(0);
    expect(bench.events).toEqual([
      {
        event: 'client_token_issued',
        reason: 'client_credentials',
        clientId: 'reports',
        ip: '192.0.2.7',
      },
    ]);
  });

  it('narrows the scope to what was asked for and is held', async () => {
    expect((await ask({ scope: ['items:read', 'items:admin'] })).scope).toBe('items:read');
  });

  it('gives a reserved scope by name only, in a token for the issuer alone', async () => {
    const { access_token, scope } = await ask({ scope: ['tokens:introspect'] });
    expect(scope).toBe('tokens:introspect');
    expect(decodeJwt(access_token).aud).toBe('https://auth.example.com');
  });

  it.each([
    ['nothing that is held', ['items:admin'], 'invalid_scope: scope_not_held'],
    ['a reserved scope of others', ['users:admin'], 'invalid_scope: scope_not_held'],
    ['a scope that nobody knows', ['items:read', 'nope'], 'invalid_scope: unknown_scope'],
  ])('refuses who asks for %s', async (_, scope, expected) => {
    expect(await refusal({ scope })).toBe(expected);
  });

  it('gives nothing to a client that holds nothing unreserved and asks for nothing', async () => {
    bench.registered.put(aRegisteredClient({ scopes: ['tokens:introspect'] }));
    expect(await refusal()).toBe('invalid_scope: nothing_held');
    bench.registered.put(aRegisteredClient({ scopes: [] }));
    expect(await refusal()).toBe('invalid_scope: nothing_held');
  });

  it('is not for public clients, nor for those registered for another grant', async () => {
    expect(await refusal({ clientId: 'web', clientSecret: null })).toBe(
      'unauthorized_client: grant_not_allowed',
    );
    bench.registered.put(aRegisteredClient({ grants: ['password'] }));
    expect(await refusal()).toBe('unauthorized_client: grant_not_allowed');
    expect(bench.events).toEqual(
      ['web', 'reports'].map((clientId) => ({
        event: 'client_refused',
        reason: 'grant_not_allowed',
        clientId,
        ip: '192.0.2.7',
      })),
    );
  });

  it('asks for the secret', async () => {
    expect(await refusal({ clientSecret: 'wrong' })).toBe('invalid_client: wrong_client_secret');
    expect(await refusal({ clientSecret: null })).toBe('invalid_client: missing_client_secret');
  });

  it('is unavailable without a signing key, and says so', async () => {
    bench.ports = {
      ...bench.ports,
      signingKeys: { active: () => Promise.reject(new Error('no ring')) },
    };
    expect(await refusal()).toBe('temporarily_unavailable: unavailable');
  });
});
