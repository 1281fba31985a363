import type { Family } from '../core/sessions/family.ts';

/**
 * @param families those that go on
 * @param ownId the session that asks
 * @param idleMillis how long a session lasts without use, which tells when it was used last
 * @param now milliseconds since the epoch
 * @returns what a user sees of his sessions; times as RFC 3339 has them
 */
export const sessionsView = (
  families: readonly Family[],
  ownId: string,
  idleMillis: number,
  now: number,
): unknown => ({
  sessions: families.map((family) => ({
    id: family.familyId,
    client_id: family.clientId,
    device: family.device.userAgent,
    address: family.device.ip,
    created_at: new Date(family.authTime).toISOString(),
    last_used_at: new Date(lastUsedAt(family, idleMillis, now)).toISOString(),
    current: family.familyId === ownId,
  })),
});

/**
 * A refresh moves the end of idling, also where it doesn't rotate. An end that was set while idling
 * was allowed for longer tells nothing: then the last rotation has to do.
 */
function lastUsedAt(
  { idleExpiresAt, rotated, authTime }: Family,
  idleMillis: number,
  now: number,
): number {
  const byIdling = idleExpiresAt - idleMillis;
  return Math.max(authTime, rotated[0] ?? 0, byIdling <= now ? byIdling : 0);
}
