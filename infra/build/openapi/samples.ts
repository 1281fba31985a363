/**
 * What stands in the examples for what differs from one answer to the next. The test that sends the
 * examples puts real ones in their place.
 */
export const SAMPLES = {
  accessToken:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InNhbXBsZSJ9.eyJzdWIiOiJ1c2VyOjFmMGMifQ.c2lnbmF0dXJl',
  refreshToken: 'AUhxc2FtcGxlB2pvaG5kb2UAAAAAAAAAAHNhbXBsZS1yZWZyZXNoLXRva2VuLW9mLWxhdGNoa2V5',
  sessionId: '7Tq2nCk0x1mVYb4uEo9RzA',
  userId: 'user:0b2f4c1e-6a53-4f0e-9d0c-5d3c1a7e8b21',
  time: '2026-11-21T09:41:00.000Z',
} as const;

/** A machine of the examples. */
export const MACHINE = {
  client_id: 'nightly-report',
  client_secret: 'latchkey_secret_c2FtcGxlLXNlY3JldC1vZi1hLW1hY2hpbmUtY2xpZW50',
} as const;

/**
 * What a newcomer knows, whom an example may change or erase. Where a path names him, a session in it
 * is his.
 */
export const NEWCOMER = {
  username: 'newcomer',
  password: 'correct horse battery staple',
} as const;

/** Who administers in the examples, and somebody who holds a scope of the service that he does not. */
export const ADMINISTRATOR = 'operator';
export const MORE_POWERFUL = 'owner';

/** What each user of the examples knows. The local edition has him from its first start. */
export const DEMO = { username: 'johndoe', password: 'secret' } as const;
