import type { User, UserStore } from '../../functions/core/users/user.ts';

/** The users table in memory. */
export class MemoryUserStore implements UserStore {
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

  /** Creates or replaces a user, as an operator does. */
  put(user: User): void {
    this.#users.set(user.username, structuredClone(user));
  }

  delete(username: string): void {
    this.#users.delete(username);
  }
}
