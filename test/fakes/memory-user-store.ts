import type { User, UserStore } from '../../functions/core/users/user.ts';
import type { UserChanges } from '../../functions/core/users/user-changes.ts';
import type { UserCreation } from '../../functions/core/users/user-creation.ts';
import type { UserDirectory, UserPage } from '../../functions/core/users/user-directory.ts';
import type { UserRemoval } from '../../functions/core/users/user-removal.ts';

/** The users table in memory. */
export class MemoryUserStore
  implements UserStore, UserChanges, UserCreation, UserRemoval, UserDirectory
{
  readonly #users = new Map<string, User>();
  /** How often any method was called. */
  calls = 0;

  constructor(users: readonly User[] = []) {
    for (const user of users) this.put(user);
  }

  find(username: string): Promise<User | null> {
    this.calls += 1;
    return Promise.resolve(structuredClone(this.#users.get(username) ?? null));
  }

  rehash(change: Parameters<UserStore['rehash']>[0]): Promise<boolean> {
    this.calls += 1;
    const user = this.#users.get(change.username);
    if (user === undefined || user.passwordHash !== change.verifiedHash) {
      return Promise.resolve(false);
    }
    this.put({ ...user, passwordHash: change.newHash, updatedAt: change.now });
    return Promise.resolve(true);
  }

  change(...[username, when, set]: Parameters<UserChanges['change']>): Promise<boolean> {
    this.calls += 1;
    const user = this.#users.get(username);
    const holds =
      user?.epoch === when.epoch &&
      (when.userId ?? user.userId) === user.userId &&
      (when.createdAt ?? user.createdAt) === user.createdAt &&
      (when.updatedAt ?? user.updatedAt) === user.updatedAt &&
      (when.passwordHash === undefined || when.passwordHash === user.passwordHash);
    if (holds) this.put({ ...user, ...set });
    return Promise.resolve(holds);
  }

  create(user: User): Promise<boolean> {
    this.calls += 1;
    const isFree = !this.#users.has(user.username);
    if (isFree) this.put(user);
    return Promise.resolve(isFree);
  }

  remove({ username, userId }: Pick<User, 'username' | 'userId'>): Promise<boolean> {
    this.calls += 1;
    const isThere = this.#users.get(username)?.userId === userId;
    if (isThere) this.#users.delete(username);
    return Promise.resolve(isThere);
  }

  page(limit: number, after: string | null): Promise<UserPage> {
    this.calls += 1;
    const names = [...this.#users.keys()].toSorted();
    const rest = after === null ? names : names.filter((name) => name > after);
    const taken = rest.slice(0, limit);
    const users = taken.flatMap((name) => structuredClone(this.#users.get(name)) ?? []);
    const next = taken.length < rest.length ? (taken.at(-1) ?? null) : null;
    return Promise.resolve({
      users: users.map((user) => ({ ...user, passwordHash: null })),
      next,
      broken: 0,
    });
  }

  /** Creates or replaces a user, whoever was there. */
  put(user: User): void {
    this.#users.set(user.username, structuredClone(user));
  }

  delete(username: string): void {
    this.#users.delete(username);
  }
}
