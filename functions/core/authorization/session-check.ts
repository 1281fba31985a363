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
  | 'logged_out'
  | 'client_deleted'
  | 'client_disabled'
  | 'client_tokens_ended';

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

/** What the check reads of a client that speaks for itself. */
export interface SessionClient {
  readonly disabled: boolean;
  /** Its tokens of before are refused; milliseconds since the epoch. */
  readonly tokensValidFrom: number;
}

/** Names a session by what its access tokens say. */
export interface SessionKey {
  readonly username: string;
  readonly familyId: string;
}

/** Reads family and user, or a client. */
export interface SessionReader {
  /** @throws Error when either could not be read; that is never the same as "not there" */
  read(key: SessionKey): Promise<SessionRecord>;
  /**
   * @returns `null` when there is no such client
   * @throws Error when it could not be read
   */
  readClient(clientId: string): Promise<SessionClient | null>;
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

/** @returns whom a client's own token speaks for; `null` for the token of a user */
export const clientOf = ({ sub }: AccessTokenClaims): string | null =>
  sub.startsWith(CLIENT_SUBJECT) ? sub.slice(CLIENT_SUBJECT.length) : null;

const CLIENT_SUBJECT = 'client:';

/**
 * Judges a client's own token by what has become of the client.
 *
 * @param client as the reader gave it for `clientOf(claims)`
 * @returns why it is refused, or `null`
 */
export function checkClient(
  { iat }: Pick<AccessTokenClaims, 'iat'>,
  client: SessionClient | null,
): SessionRefusal | null {
  if (client === null) return 'client_deleted';
  if (client.disabled) return 'client_disabled';
  // A token says its second only: one of the second in which tokens were ended is refused too.
  return iat * 1000 < client.tokensValidFrom ? 'client_tokens_ended' : null;
}
