import type { Client } from '../clients/client.ts';
import type { User } from '../users/user.ts';
import type { Device } from './family.ts';
import { issueTokens, takeIssuingKeys } from './issue-tokens.ts';
import { makeRoom } from './make-room.ts';
import { newFamily } from './new-family.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { FAMILY_SECRET_BYTES, familyIdOf } from './refresh-token.ts';
import type { SessionPorts } from './session-ports.ts';
import type { TokenResponse } from './token-response.ts';

/** A login that has succeeded. */
export interface SessionStart {
  /** As read when the password was checked. */
  readonly user: User;
  readonly client: Client;
  /** As granted to this login. */
  readonly scope: readonly string[];
  readonly device: Device;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Starts a session: a new family and its first tokens. Of more than 100 live sessions, those that
 * were used longest ago end.
 *
 * @throws OAuthError `temporarily_unavailable` when a table or a key can't be had
 */
export async function startSession(
  { user, client, scope, device, now }: SessionStart,
  ports: SessionPorts,
): Promise<TokenResponse> {
  const keys = await orUnavailable(() => takeIssuingKeys(ports));
  const familySecret = ports.random.bytes(FAMILY_SECRET_BYTES);
  const familyId = familyIdOf(familySecret);
  const family = newFamily(familyId, user, client, scope, device, now, ports.settings);
  await orUnavailable(() => ports.families.create(family));
  await makeRoom(family, now, ports);
  const issue = { family, familySecret, user, client, scope: null, issuedAt: now };
  const tokens = await issueTokens({ ...issue, now: ports.clock.now() }, keys, ports.settings);
  ports.securityLog.record({
    event: 'login',
    reason: 'signed_in',
    userId: user.userId,
    sessionId: familyId,
    clientId: client.clientId,
    ip: device.ip,
  });
  return tokens;
}
