import {
  checkClient,
  checkSession,
  clientOf,
  sessionOf,
  type SessionClient,
  type SessionRecord,
} from '../../../functions/core/authorization/session-check.ts';
import type { AccessTokenClaims } from '../../../functions/core/tokens/access-token-claims.ts';

const NOW = 1_800_000_000_000;
const claims: AccessTokenClaims = {
  iss: 'https://auth.example.com',
  sub: 'user:1',
  aud: 'https://auth.example.com',
  client_id: 'default',
  scope: '',
  iat: NOW / 1000,
  exp: NOW / 1000 + 900,
  jti: 'j',
  sid: 'family',
  username: 'johndoe',
};
const family = {
  userId: 'user:1',
  epoch: 3,
  idleExpiresAt: NOW + 1,
  absoluteExpiresAt: NOW + 1,
  revokedAt: null,
};
const user = { userId: 'user:1', disabled: false, epoch: 3 };

const check = (record: SessionRecord | null, changed: Partial<AccessTokenClaims> = {}) =>
  checkSession({ ...claims, ...changed }, record, NOW);

describe('checkSession', () => {
  it('finds nothing wrong with a live session of a user who may', () => {
    expect(check({ family, user })).toBeNull();
    expect(check({ family: { ...family, epoch: 4 }, user })).toBeNull();
  });

  it.each([
    ['session_missing', { family: null, user }],
    ['session_revoked', { family: { ...family, revokedAt: NOW - 1 }, user }],
    ['session_revoked', { family: { ...family, revokedAt: 0 }, user }],
    ['session_expired', { family: { ...family, idleExpiresAt: NOW }, user }],
    ['session_expired', { family: { ...family, absoluteExpiresAt: NOW }, user }],
    ['session_of_another_user', { family: { ...family, userId: 'user:2' }, user }],
    ['user_deleted', { family, user: null }],
    ['user_deleted', { family, user: { ...user, userId: 'user:2' } }],
    ['user_disabled', { family, user: { ...user, disabled: true } }],
    ['logged_out', { family, user: { ...user, epoch: 4 } }],
  ] satisfies [string, SessionRecord][])('says %s', (refusal, record) => {
    expect(check(record)).toBe(refusal);
  });

  it('needs no session of a client, and one of every user', () => {
    expect(check(null, { sub: 'client:batch' })).toBeNull();
    expect(check(null)).toBe('without_session');
  });
});

describe('sessionOf', () => {
  it('names the session by user and family', () => {
    expect(sessionOf(claims)).toEqual({ username: 'johndoe', familyId: 'family' });
  });

  it('is null for a token without one', () => {
    const { sid: _sid, username: _username, ...client } = claims;
    expect(sessionOf(client)).toBeNull();
    expect(sessionOf({ ...client, sid: 'family' })).toBeNull();
  });
});

describe("judging a client's own token", () => {
  const issuedAt = 1_800_000_000;
  const client = { disabled: false, tokensValidFrom: issuedAt * 1000 };
  const judge = (changes: Partial<SessionClient> | null) =>
    checkClient({ iat: issuedAt }, changes === null ? null : { ...client, ...changes });

  it.each([
    ['lets a good one pass', {}, null],
    [
      'refuses one of the second in which tokens were ended, since it may be of before',
      { tokensValidFrom: issuedAt * 1000 + 1 },
      'client_tokens_ended',
    ],
    ['refuses one of before', { tokensValidFrom: (issuedAt + 1) * 1000 }, 'client_tokens_ended'],
    ['refuses one of a disabled client', { disabled: true }, 'client_disabled'],
    ['refuses one of a client that is gone', null, 'client_deleted'],
  ] as const)('%s', (_, changes, refusal) => {
    expect(judge(changes)).toBe(refusal);
  });

  it('knows whose it is by its subject', () => {
    const { sid: _sid, username: _username, ...bare } = claims;
    expect(clientOf({ ...bare, sub: 'client:batch', client_id: 'other' })).toBe('batch');
    expect(clientOf(claims)).toBeNull();
  });
});
