import type {
  Client,
  ClientRegistration,
  RegisteredClient,
} from '../../functions/core/clients/client.ts';
import { hashClientSecret } from '../../functions/core/clients/client-secret.ts';
import { isReservedScope } from '../../functions/core/scopes.ts';
import type { Family } from '../../functions/core/sessions/family.ts';
import type { RefreshMoment } from '../../functions/core/sessions/refresh-moment.ts';
import type { User } from '../../functions/core/users/user.ts';

/** A Saturday in 2026, in milliseconds: where the tests' clocks start. */
export const START = 1_792_000_000_000;
const DAY = 86_400_000;

export const aClient = (changes: Partial<Client> = {}): Client => ({
  clientId: 'web',
  type: 'public',
  refreshTokenPolicy: 'recover',
  reservedScopes: [],
  registration: null,
  ...changes,
});

/** The secret of `aRegisteredClient`. */
export const CLIENT_SECRET = 'latchkey_secret_c2VjcmV0LW9mLWEtdGVzdC1jbGllbnQtMzItYnl0ZXM';

export const aRegisteredClient = (
  changes: Partial<ClientRegistration> = {},
  clientId = 'reports',
): RegisteredClient => {
  const registration = {
    name: 'Nightly reports',
    secretHash: hashClientSecret(clientId, CLIENT_SECRET),
    previousSecret: null,
    grants: ['client_credentials'] as const,
    scopes: ['items:read', 'items:write', 'tokens:introspect'],
    disabled: false,
    tokensValidFrom: START - DAY,
    createdAt: START - DAY,
    updatedAt: START - DAY,
    ...changes,
  };
  return {
    clientId,
    type: 'confidential',
    refreshTokenPolicy: 'recover',
    reservedScopes: registration.scopes.filter(isReservedScope),
    registration,
  };
};

export const aUser = (changes: Partial<User> = {}): User => ({
  userId: 'user:5f0c6f0e-8a5b-4a52-9d0a-3f5d3c2f8a11',
  username: 'johndoe',
  passwordHash: '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA',
  epoch: 3,
  email: 'johndoe@example.com',
  fullName: 'John Doe',
  disabled: false,
  roles: ['reader'],
  scopes: ['items:read', 'items:write'],
  createdAt: START - 9 * DAY,
  updatedAt: START - 9 * DAY,
  passwordChangedAt: START - 9 * DAY,
  passwordExpired: false,
  ...changes,
});

export const aFamily = (changes: Partial<Family> = {}): Family => ({
  username: 'johndoe',
  familyId: 'k3JwPs8nR1uVbQz0aYxC7w',
  userId: aUser().userId,
  clientId: 'web',
  scope: ['items:read', 'items:write'],
  epoch: 3,
  generation: 0,
  rotated: [START, 0, 0, 0, 0, 0, 0, 0],
  recoveredFrom: null,
  returnedFrom: null,
  returnedAt: null,
  replayedAt: null,
  spared: null,
  recoveries: 0,
  authTime: START,
  idleExpiresAt: START + 30 * DAY,
  absoluteExpiresAt: START + 90 * DAY,
  revokedAt: null,
  revokedReason: null,
  device: { ip: '192.0.2.7', userAgent: 'browser/1' },
  ...changes,
});

/** A refresh of generation 0, a minute after `START`. */
export const aMoment = (changes: Partial<RefreshMoment> = {}): RefreshMoment => ({
  generation: 0,
  client: aClient(),
  scope: null,
  device: { ip: '192.0.2.7', userAgent: 'browser/1' },
  arrivedAt: START + 60_000,
  now: START + 60_000,
  idleMillis: 30 * DAY,
  overlapMillis: 10_000,
  ...changes,
});
