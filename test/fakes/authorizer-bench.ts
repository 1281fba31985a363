import { createPrivateKey } from 'node:crypto';

import { createAuthorizerHandler } from '../../functions/authorizer/authorizer-handler.ts';
import { authenticate } from '../../functions/core/authorization/authenticate.ts';
import {
  parseRouteTable,
  type RouteEntry,
} from '../../functions/core/authorization/route-table.ts';
import type {
  SessionClient,
  SessionRecord,
} from '../../functions/core/authorization/session-check.ts';
import { createStagePolicy } from '../../functions/core/authorization/stage-policy.ts';
import type { SecurityEvent } from '../../functions/core/events/security-event.ts';
import { generateSigningKey } from '../../functions/core/keys/generate-keys.ts';
import type { SigningAlgorithm } from '../../functions/core/keys/key-rings.ts';
import { createKeySetCache } from '../../functions/core/keys/key-set-cache.ts';
import { toPublicJwk } from '../../functions/core/keys/publish-key-set.ts';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';
import { signAccessToken } from '../../functions/core/tokens/sign-access-token.ts';
import { reportKeySet } from '../../functions/runtime/key-reports.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);
export const ISSUER = 'https://auth.example.com';
export const METHOD_ARN =
  'arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/prod/GET/users/me';
const ROUTES: readonly RouteEntry[] = [
  ['GET', '/users/me', []],
  ['GET', '/users/me/items', ['items:read']],
];

/** The authorizer's own handler on a real key, with a key set and a session in memory. */
export async function authorizerBench(alg: SigningAlgorithm = 'ES256') {
  const key = await generateSigningKey(alg, NOW);
  const published = { keys: [toPublicJwk(key)] };
  const claims: AccessTokenClaims = {
    iss: ISSUER,
    sub: 'user:6a2b9f10-3f6c-4b52-9c27-0a4f3a1f7d11',
    aud: 'https://api.example.com',
    client_id: 'default',
    scope: 'items:read',
    iat: NOW / 1000,
    exp: NOW / 1000 + 900,
    jti: 'token-1',
    sid: 'family-1',
    username: 'johndoe',
    roles: ['reader'],
    auth_time: NOW / 1000,
  };
  const world = {
    now: NOW,
    keySet: JSON.stringify(published) as string | null,
    keySetReads: 0,
    sessionReads: 0,
    failure: null as Error | null,
    events: [] as SecurityEvent[],
    errors: [] as unknown[],
    client: null as SessionClient | null,
    session: {
      family: {
        userId: claims.sub,
        epoch: 1,
        idleExpiresAt: NOW + 86_400_000,
        absoluteExpiresAt: NOW + 86_400_000,
        revokedAt: null,
      },
      user: { userId: claims.sub, disabled: false, epoch: 1 },
    } as SessionRecord,
  };
  const clock = { now: () => world.now };
  const log = {
    record: (event: SecurityEvent) => void world.events.push(event),
    error: (_: string, error: unknown) => void world.errors.push(error),
  };
  const keys = createKeySetCache({
    secret: {
      async read() {
        world.keySetReads += 1;
        return world.keySet === null ? null : { value: world.keySet, versionId: 'v1' };
      },
    },
    clock,
    report: reportKeySet(log),
  });
  const ports = {
    issuer: ISSUER,
    audiences: ['https://api.example.com', ISSUER],
    keys,
    sessions: {
      async read() {
        world.sessionReads += 1;
        if (world.failure !== null) throw world.failure;
        return world.session;
      },
      async readClient() {
        world.sessionReads += 1;
        if (world.failure !== null) throw world.failure;
        return world.client;
      },
    },
    clock,
  };
  const handler = createAuthorizerHandler({
    ready: async () => {},
    authenticate: (authorization) => authenticate(authorization, ports),
    policyFor: createStagePolicy(parseRouteTable(ROUTES)),
    log: { withContext: () => log },
  });
  return {
    world,
    ports,
    key,
    published,
    claims,
    privateKey: createPrivateKey({ key: key.privateJwk, format: 'jwk' }),
    sign: (changed: Partial<AccessTokenClaims> = {}) =>
      signAccessToken({ ...claims, ...changed }, key),
    authorize: (authorization: string, methodArn = METHOD_ARN) =>
      handler(
        { type: 'TOKEN', methodArn, authorizationToken: authorization },
        { awsRequestId: 'request-1' },
      ),
  };
}
