import type { Client } from '../clients/client.ts';
import type { User } from '../users/user.ts';
import type { Device, Family } from './family.ts';
import { ROTATIONS_REMEMBERED } from './family.ts';
import type { SessionSettings } from './session-settings.ts';

/**
 * The family of a new session, at generation 0.
 *
 * @param user as read when the password was checked: the family takes its epoch, so that a login
 *   that races logging out everywhere is dead
 * @param scope as granted at login
 * @param now milliseconds since the epoch
 */
export function newFamily(
  familyId: string,
  user: User,
  client: Client,
  scope: readonly string[],
  device: Device,
  now: number,
  settings: SessionSettings,
): Family {
  const absoluteExpiresAt = now + settings.refreshTokenAbsoluteTtlSeconds * 1000;
  const idleExpiresAt = now + settings.refreshTokenIdleTtlSeconds * 1000;
  return {
    username: user.username,
    familyId,
    userId: user.userId,
    clientId: client.clientId,
    scope,
    epoch: user.epoch,
    generation: 0,
    rotated: [now, ...Array.from({ length: ROTATIONS_REMEMBERED - 1 }, () => 0)],
    recoveredFrom: null,
    returnedFrom: null,
    returnedAt: null,
    replayedAt: null,
    spared: null,
    recoveries: 0,
    authTime: now,
    idleExpiresAt: Math.min(idleExpiresAt, absoluteExpiresAt),
    absoluteExpiresAt,
    revokedAt: null,
    revokedReason: null,
    device,
  };
}
