import type { UserDirectory } from '../../functions/core/users/user-directory.ts';
import type { User } from '../../functions/core/users/user.ts';
import { aUser } from '../fakes/session-samples.ts';

/** A users table to look through, and to change meanwhile. */
export interface DirectoryUnderTest {
  readonly directory: UserDirectory;
  remove(username: string): Promise<void>;
}

const crowd = (count: number): readonly User[] =>
  Array.from({ length: count }, (_, at) =>
    aUser({ username: `user ${at}/é`, userId: `user:${at}` }),
  );
const names = (users: readonly User[]): readonly string[] =>
  users.map(({ username }) => username).toSorted();

async function walk(
  { directory }: Pick<DirectoryUnderTest, 'directory'>,
  limit: number,
  between: (shown: readonly User[]) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly users: readonly User[]; readonly sizes: readonly number[] }> {
  const users: User[] = [];
  const sizes: number[] = [];
  let after: string | null = null;
  do {
    const page = await directory.page(limit, after);
    expect(page.broken).toBe(0);
    users.push(...page.users);
    sizes.push(page.users.length);
    after = page.next;
    await between(page.users);
  } while (after !== null);
  return { users, sizes };
}

/** What every users table does when somebody looks through it, in memory and on DynamoDB alike. */
export function userDirectoryContract(
  name: string,
  makeStore: (users: readonly User[]) => Promise<DirectoryUnderTest>,
): void {
  describe(`${name} shows all users, part by part`, () => {
    it.each([1, 7, 50])('each exactly once, at most %i at a time', async (limit) => {
      const all = crowd(limit === 1 ? 5 : 60);
      const { users, sizes } = await walk(await makeStore(all), limit);
      expect(names(users)).toEqual(names(all));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(limit);
    });

    it('without their hashes, and otherwise whole', async () => {
      const john = aUser({ passwordExpired: true, email: null });
      const { directory } = await makeStore([john]);
      const page = await directory.page(10, null);
      expect(page).toEqual({ users: [{ ...john, passwordHash: null }], next: null, broken: 0 });
    });

    it('nobody where there is nobody', async () => {
      const { directory } = await makeStore([]);
      expect(await directory.page(10, null)).toEqual({ users: [], next: null, broken: 0 });
    });

    it('goes on behind somebody who is gone', async () => {
      const all = crowd(9);
      const store = await makeStore(all);
      const { users } = await walk(store, 3, async (shown) => {
        await store.remove(shown.at(-1)?.username ?? '');
      });
      expect(names(users)).toEqual(names(all));
    });
  });
}
