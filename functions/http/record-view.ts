import type { OwnRecord } from '../core/account/own-record.ts';
import type { RoleScopes } from '../core/scopes.ts';
import { timeOf, userRecord } from './user-record.ts';

/** @returns a person's own record in the names of the profile; times as RFC 3339 has them */
export const recordView = (
  { user, hasPassword, sessions, sources }: OwnRecord,
  roleScopes: RoleScopes,
): unknown => ({
  profile: userRecord(user, roleScopes),
  password: {
    set: hasPassword,
    changed_at: timeOf(user.passwordChangedAt),
    expired: user.passwordExpired,
  },
  sessions: sessions.map((session) => ({
    id: session.familyId,
    client_id: session.clientId,
    scopes: session.scope,
    device: session.device.userAgent,
    address: session.device.ip,
    created_at: timeOf(session.authTime),
    expires_at: timeOf(Math.min(session.idleExpiresAt, session.absoluteExpiresAt)),
    ended: !session.goesOn,
    ended_at: session.revokedAt === null ? null : timeOf(session.revokedAt),
    ended_because: session.revokedReason,
  })),
  login_sources: sources.map(({ network, lastLoginAt }) => ({
    network,
    last_login_at: timeOf(lastLoginAt),
  })),
});
