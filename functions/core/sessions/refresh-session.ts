import { authenticateClient, type ClientCredentials } from '../clients/authenticate-client.ts';
import { requireGrant } from '../clients/require-grant.ts';
import type { SecurityEvent } from '../events/security-event.ts';
import { OAuthError } from '../oauth-error.ts';
import { carryOutRefresh } from './carry-out-refresh.ts';
import type { Device, Family } from './family.ts';
import { issueTokens, takeIssuingKeys } from './issue-tokens.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { publicRefusal } from './refresh-outcome.ts';
import type { RefreshOutcome, RefusalReason } from './refresh-outcome.ts';
import { familyIdOf } from './refresh-token.ts';
import type { SessionPorts } from './session-ports.ts';
import type { TokenResponse } from './token-response.ts';
import { verifyRefreshToken } from './verify-refresh-token.ts';

/** The refresh grant as it came (RFC 6749 §6). */
export interface RefreshGrant extends ClientCredentials {
  readonly refreshToken: string;
  /** `null` when the request asks for no scope in particular. */
  readonly scope: readonly string[] | null;
  readonly device: Device;
  /** When the gateway took the request in, in milliseconds since the epoch. */
  readonly arrivedAt: number;
}

/**
 * Answers the refresh grant. A lost reply, a retry or parallel tabs never end a session; a stolen
 * token does (RFC 9700 §4.14.2). The algorithm itself is `refresh-machine.ts`.
 *
 * @returns fresh tokens; the same ones again for a token that was superseded within the overlap
 * @throws OAuthError `invalid_grant` for every token that is no good, `invalid_client`,
 *   `unauthorized_client` for a client that has no users, `invalid_scope` for a scope outside the
 *   session's, `temporarily_unavailable` when a table or a key can't be had
 */
export async function refreshSession(
  grant: RefreshGrant,
  ports: SessionPorts,
): Promise<TokenResponse> {
  const unknown = { ip: grant.device.ip };
  const token = await orRefused(unknown, ports, () =>
    verifyRefreshToken(grant.refreshToken, ports.refreshTokenKeys),
  );
  if (typeof token === 'string') throw refusal(token, unknown, ports);
  const { username, familySecret, generation } = token;
  const familyKey = { username, familyId: familyIdOf(familySecret) };
  const someone = { ...unknown, sessionId: familyKey.familyId };
  // Behind the MAC, since a client may cost a read and garbage shall cost none.
  const client = await authenticateClient(grant, ports);
  // Whoever may bring passwords may refresh what came of them.
  requireGrant(client, 'password', grant.device.ip, ports);
  // In hand before anything is written: a rotation that can't be answered would be a lost reply.
  const keys = await orRefused(someone, ports, () => takeIssuingKeys(ports));

  const { overlapWindowSeconds, refreshTokenIdleTtlSeconds } = ports.settings;
  const request = {
    generation,
    client,
    clientNamed: grant.clientId !== null,
    scope: grant.scope,
    device: grant.device,
    arrivedAt: grant.arrivedAt,
    idleMillis: refreshTokenIdleTtlSeconds * 1000,
    overlapMillis: overlapWindowSeconds * 1000,
  };
  const outcome = await orRefused(someone, ports, () => carryOutRefresh(familyKey, request, ports));
  if (outcome.is === 'refused') throw refused(outcome, someone, ports);

  const { family, reason } = outcome;
  ports.securityLog.record({ event: 'refresh', reason, ...identify(family, someone) });
  return issueTokens(
    { ...outcome, familySecret, scope: grant.scope, now: ports.clock.now() },
    keys,
    ports.settings,
  );
}

/** What is known of a request, for its line. */
type Someone = Pick<SecurityEvent, 'ip' | 'userId' | 'sessionId' | 'clientId'>;

/** A table or a key that fails is a refusal too, and has its line. */
async function orRefused<Result>(
  who: Someone,
  { securityLog }: SessionPorts,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await orUnavailable(work);
  } catch (error) {
    securityLog.record({ event: 'refresh_refused', reason: 'unavailable', ...who });
    throw error;
  }
}

function refused(
  { reason, family, revoked }: Extract<RefreshOutcome, { is: 'refused' }>,
  someone: Someone,
  ports: SessionPorts,
): OAuthError {
  const who = identify(family, someone);
  const isRevocation =
    reason === 'theft' ||
    reason === 'restored' ||
    reason === 'logged_out' ||
    reason === 'disabled' ||
    reason === 'deleted';
  if (revoked && isRevocation) {
    ports.securityLog.record({ event: 'session_revoked', reason, ...who });
  }
  return refusal(reason, who, ports);
}

function refusal(reason: RefusalReason, who: Someone, { securityLog }: SessionPorts): OAuthError {
  const isAlarm = reason === 'theft' || reason === 'restored';
  securityLog.record({
    ...(isAlarm ? { event: 'refresh_alarm', reason } : { event: 'refresh_refused', reason }),
    ...who,
  });
  const { code, description } = publicRefusal(reason);
  return new OAuthError(code, description, reason);
}

const identify = (family: Family | null, someone: Someone): Someone => ({
  ...(family === null
    ? {}
    : { userId: family.userId, sessionId: family.familyId, clientId: family.clientId }),
  ...someone,
});
