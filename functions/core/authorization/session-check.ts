import type { AccessTokenClaims } from '../tokens/access-token-claims.ts';

/** Why a token whose signature and claims hold is refused all the same. For the log. */
export type SessionRefusal =
  | 'without_session'
  | 'session_missing'
  | 'session_revoked'
  | 'session_expired'
  | 'session_of_another_user'
  | 'user_deleted'
  | 'user_disabled'
  | 'logged_out';

/** What the check reads of a family. Times are milliseconds since the epoch. */
export interface SessionFamily {
  readonly userId: string;
  readonly epoch: number;
  readonly idleExpiresAt: number;
  readonly absoluteExpiresAt: number;
  readonly revokedAt: number | null;
}

/** What the check reads of a user. */
export interface SessionUser {
  readonly userId: string;
  readonly disabled: boolean;
  readonly epoch: number;
}

/** Family and user as one consistent read found them; `null` is one that is not there. */
export interface SessionRecord {
  readonly family: SessionFamily | null;
  readonly user: SessionUser | null;
}

/** Names a session by what its access tokens say. */
export interface SessionKey {
  readonly username: string;
  readonly familyId: string;
}

/** Reads family and user. */
export interface SessionReader {
  /** @throws Error when either could not be read; that is never the same as "not there" */
  read(key: SessionKey): Promise<SessionRecord>;
}

/**
 * @returns the session of a user's token; `null` for a token that needs none (a `client:` subject)
 *   or that lacks it (`checkSession` refuses that one)
 */
export const sessionOf = ({ sid, username }: AccessTokenClaims): SessionKey | null =>
  sid === undefined || username === undefined ? null : { username, familyId: sid };

/**
 * Judges a verified token by its session: whether it still goes on, and its user may.
 *
 * @param claims verified
 * @param record what the reader gave for `sessionOf(claims)`; `null` when that is `null`
 * @param now milliseconds since the epoch
 * @returns why it is refused, or `null`
 */
export function checkSession(
  claims: AccessTokenClaims,
  record: SessionRecord | null,
  now: number,
): SessionRefusal | null {
  if (record === null) return claims.sub.startsWith('user:') ? 'without_session' : null;
  const { family, user } = record;
  if (family === null) return 'session_missing';
  if (family.userId !== claims.sub) return 'session_of_another_user';
  if (family.revokedAt !== null) return 'session_revoked';
  if (now >= family.idleExpiresAt || now >= family.absoluteExpiresAt) return 'session_expired';
  // A user who was created anew under the same name is another one.
  if (user === null || user.userId !== claims.sub) return 'user_deleted';
  if (user.disabled) return 'user_disabled';
  return family.epoch >= user.epoch ? null : 'logged_out';
}
