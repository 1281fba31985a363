import type { FamilyStore } from '../sessions/family.ts';
import type { UserRemoval } from './user-removal.ts';
import type { User } from './user.ts';

/** What erasing needs of the outside. */
export interface ErasurePorts {
  readonly userRemoval: UserRemoval;
  readonly families: Pick<FamilyStore, 'list' | 'remove'>;
  /** Forgets where the user has logged in from. */
  readonly sources: { forgetAll(username: string): Promise<void> };
}

/** What became of an erasure. */
export interface ErasureOutcome {
  /** `false` when the user was not there (any more); nothing was done then. */
  readonly held: boolean;
  /** How many sessions went with him. */
  readonly sessions: number;
  /** Why something of his could not be removed. He is gone, and what is left opens nothing. */
  readonly cleaningFailures: readonly unknown[];
}

/**
 * Deletes a user and everything that the tables have of him. The user goes first: that ends all
 * sessions at one stroke, also one that is being started (nobody refreshes for a user who is not
 * there, nor for another of the same name). What dies half-way leaves records that open nothing, and
 * their expiry removes them.
 *
 * @param user as read
 * @throws what the stores throw before the user is deleted
 */
export async function eraseUser(
  user: Pick<User, 'username' | 'userId'>,
  { userRemoval, families, sources }: ErasurePorts,
): Promise<ErasureOutcome> {
  if (!(await userRemoval.remove(user))) return { held: false, sessions: 0, cleaningFailures: [] };
  const { username, userId } = user;
  const removeFamilies = async (): Promise<number> => {
    const all = await families.list(username);
    const own = all.filter((family) => family.userId === userId);
    const removed = await Promise.all(own.map((family) => families.remove(family, [])));
    return removed.filter(Boolean).length;
  };
  const [sessions, forgotten] = await Promise.allSettled([
    removeFamilies(),
    sources.forgetAll(username),
  ]);
  return {
    held: true,
    sessions: sessions.status === 'fulfilled' ? sessions.value : 0,
    cleaningFailures: [sessions, forgotten].flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    ),
  };
}
