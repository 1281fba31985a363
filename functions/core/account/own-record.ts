import type { Family, FamilyStore } from '../sessions/family.ts';
import { orUnavailable } from '../or-unavailable.ts';
import type { Clock } from '../sessions/session-ports.ts';
import { goesOn } from '../sessions/user-sessions.ts';
import type { User } from '../users/user.ts';

/** A network that a user has logged in from. */
export interface LoginSource {
  /** Such as `192.0.2.0/24`. */
  readonly network: string;
  /** When he did last, in milliseconds since the epoch. */
  readonly lastLoginAt: number;
}

/** Where users have logged in from. */
export interface LoginSources {
  /** @returns the networks that are known of a (normalised) name, in no particular order */
  list(username: string): Promise<readonly LoginSource[]>;
}

/** What reading one's own record needs of the outside. */
export interface OwnRecordPorts {
  readonly families: Pick<FamilyStore, 'list'>;
  readonly loginSources: LoginSources;
  readonly clock: Clock;
}

/** All that the tables have of a person, but for the password's hash. */
export interface OwnRecord {
  readonly user: Omit<User, 'passwordHash'>;
  /** `null`: whoever asks may not know. */
  readonly hasPassword: boolean | null;
  /** The newest first; those that have ended too, as long as the table keeps them. */
  readonly sessions: readonly (Family & { readonly goesOn: boolean })[];
  readonly sources: readonly LoginSource[];
}

/** @throws OAuthError `temporarily_unavailable` when a table can't be read */
export async function ownRecord(
  user: User,
  { families, loginSources, clock }: OwnRecordPorts,
): Promise<OwnRecord> {
  const { passwordHash, ...profile } = user;
  const [all, sources] = await orUnavailable(() =>
    Promise.all([families.list(user.username), loginSources.list(user.username)]),
  );
  const sessions = all
    .filter(({ userId }) => userId === user.userId)
    .toSorted((one, other) => other.authTime - one.authTime)
    .map((family) => ({ ...family, goesOn: goesOn(family, user, clock.now()) }));
  // One of before was left by somebody who had the name, and is none of this user's business.
  const own = sources.filter(({ lastLoginAt }) => lastLoginAt >= user.createdAt);
  return { user: profile, hasPassword: passwordHash !== null, sessions, sources: own };
}
