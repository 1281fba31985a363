import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { decodeJwt } from 'jose';

import type { Client } from '../../functions/core/clients/client.ts';
import type { SecurityEvent } from '../../functions/core/events/security-event.ts';
import type { RefreshTokenKey, SigningKey } from '../../functions/core/keys/key-rings.ts';
import type { OAuthError } from '../../functions/core/oauth-error.ts';
import type { Family } from '../../functions/core/sessions/family.ts';
import { refreshSession } from '../../functions/core/sessions/refresh-session.ts';
import type { RefreshGrant } from '../../functions/core/sessions/refresh-session.ts';
import {
  familyIdOf,
  formatRefreshToken,
  parseRefreshToken,
} from '../../functions/core/sessions/refresh-token.ts';
import type { RefreshTokenContent } from '../../functions/core/sessions/refresh-token.ts';
import type { SessionPorts } from '../../functions/core/sessions/session-ports.ts';
import { startSession } from '../../functions/core/sessions/start-session.ts';
import type { SessionStart } from '../../functions/core/sessions/start-session.ts';
import type { TokenResponse } from '../../functions/core/sessions/token-response.ts';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';
import { MemoryFamilyStore } from './memory-family-store.ts';
import { MemoryClientStore } from './memory-client-store.ts';
import { MemoryUserStore } from './memory-user-store.ts';
import { aClient, aUser, START } from './session-samples.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const signingKey: SigningKey = {
  kid: 'signing-1',
  alg: 'ES256',
  state: 'active',
  createdAt: START,
  privateJwk: { ...privateKey.export({ format: 'jwk' }), kty: 'EC' },
};

export const refreshTokenKey: RefreshTokenKey = {
  kid: 'mac-1',
  state: 'active',
  createdAt: START,
  secret: Buffer.alloc(32, 7).toString('base64url'),
};

/** A session service on tables in memory and a clock that stands still unless it is moved. */
export class SessionBench {
  readonly families = new MemoryFamilyStore();
  readonly users = new MemoryUserStore([aUser()]);
  readonly registered = new MemoryClientStore();
  readonly events: SecurityEvent[] = [];
  readonly clients: Client[];
  readonly macKeys: RefreshTokenKey[] = [refreshTokenKey];
  now = START;
  ports: SessionPorts;

  constructor(client: Partial<Client> = {}) {
    this.clients = [aClient(client)];
    this.ports = {
      families: this.families,
      users: this.users,
      clients: {
        defaultClientId: 'web',
        find: async (id) =>
          this.clients.find((one) => one.clientId === id) ?? this.registered.find(id),
      },
      signingKeys: { active: () => Promise.resolve(signingKey) },
      refreshTokenKeys: {
        active: () => Promise.resolve(this.macKeys[0] ?? refreshTokenKey),
        find: (kid) => Promise.resolve(this.macKeys.find((key) => key.kid === kid) ?? null),
      },
      securityLog: { record: (event) => void this.events.push(event) },
      clock: { now: () => this.now },
      random: { bytes: (count) => randomBytes(count) },
      settings: {
        issuer: 'https://auth.example.com',
        audience: 'https://api.example.com',
        accessTokenTtlSeconds: 900,
        refreshTokenIdleTtlSeconds: 30 * 86_400,
        refreshTokenAbsoluteTtlSeconds: 90 * 86_400,
        overlapWindowSeconds: 10,
        roleScopes: {},
        scopesSupported: ['items:read', 'items:write', 'items:admin'],
      },
    };
  }

  /** Moves the clock. */
  after(seconds: number): void {
    this.now += seconds * 1000;
  }

  logIn(changes: Partial<SessionStart> = {}): Promise<TokenResponse> {
    const device = { ip: '192.0.2.7', userAgent: 'browser/1' };
    const client = this.clients[0] ?? aClient();
    const scope = ['items:read', 'items:write'];
    return startSession(
      { user: aUser(), client, scope, device, now: this.now, ...changes },
      this.ports,
    );
  }

  refresh(refreshToken: string, changes: Partial<RefreshGrant> = {}): Promise<TokenResponse> {
    const device = { ip: '192.0.2.7', userAgent: 'browser/1' };
    return refreshSession(
      {
        refreshToken,
        clientId: 'web',
        clientSecret: null,
        scope: null,
        device,
        arrivedAt: this.now,
        ...changes,
      },
      this.ports,
    );
  }

  /** @returns the OAuthError's code and true reason, or `answered` */
  async fate(refreshToken: string, changes: Partial<RefreshGrant> = {}): Promise<string> {
    return this.refresh(refreshToken, changes).then(
      () => 'answered',
      (error: OAuthError) => `${error.code}: ${error.reason}`,
    );
  }

  /** The family as the table has it, by one of its tokens. */
  family(refreshToken: string): Promise<Family | null> {
    const { username, familySecret } = contentOf(refreshToken);
    return this.families.read({ username, familyId: familyIdOf(familySecret) });
  }

  /** The true reason of the last line in the security log. */
  get lastReason(): string | undefined {
    return this.events.at(-1)?.reason;
  }
}

export function contentOf(refreshToken: string): RefreshTokenContent {
  const content = parseRefreshToken(refreshToken);
  if (content === null) throw new Error('not a refresh token');
  return content;
}

export const generationOf = (response: TokenResponse): number =>
  contentOf(response.refresh_token).generation;

/** A token of the same family with other content, under our own key. */
export const forge = (refreshToken: string, changes: Partial<RefreshTokenContent>): string =>
  formatRefreshToken({ ...contentOf(refreshToken), ...changes }, refreshTokenKey);

export const claimsOf = (response: TokenResponse): AccessTokenClaims =>
  decodeJwt<AccessTokenClaims>(response.access_token);
