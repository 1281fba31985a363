import type { OwnRecord } from '../core/account/own-record.ts';
import { heldScopes, type RoleScopes } from '../core/scopes.ts';

const time = (millis: number): string => new Date(millis).toISOString();

/**
 * @returns a person's own record in the names of the profile; times as RFC 3339 has them. The roles
 *   and scopes are as stored, and `scopes_with_roles` what they come to
 */
export const recordView = (
  { user, hasPassword, sessions, sources }: OwnRecord,
  roleScopes: RoleScopes,
): unknown => ({
  profile: {
    id: user.userId,
    username: user.username,
    email: user.email,
    full_name: user.fullName,
    disabled: user.disabled,
    roles: user.roles,
    scopes: user.scopes,
    scopes_with_roles: heldScopes(user, roleScopes),
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
  },
  password: {
    set: hasPassword,
    changed_at: time(user.passwordChangedAt),
    expired: user.passwordExpired,
  },
  sessions: sessions.map((session) => ({
    id: session.familyId,
    client_id: session.clientId,
    scopes: session.scope,
    device: session.device.userAgent,
    address: session.device.ip,
    created_at: time(session.authTime),
    expires_at: time(Math.min(session.idleExpiresAt, session.absoluteExpiresAt)),
    ended: !session.goesOn,
    ended_at: session.revokedAt === null ? null : time(session.revokedAt),
    ended_because: session.revokedReason,
  })),
  login_sources: sources.map(({ network, lastLoginAt }) => ({
    network,
    last_login_at: time(lastLoginAt),
  })),
});
