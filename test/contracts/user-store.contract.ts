import type { User, UserStore } from '../../functions/core/users/user.ts';
import { aUser, START } from '../fakes/session-samples.ts';

/** What every users table does, in memory and on DynamoDB alike. */
export function userStoreContract(
  name: string,
  makeStore: (users: readonly User[]) => UserStore | Promise<UserStore>,
): void {
  describe(`${name} is a user store`, () => {
    const john = aUser();
    const bare = aUser({
      username: 'ünï 🦀',
      passwordHash: null,
      email: null,
      fullName: null,
      disabled: true,
      roles: [],
      scopes: [],
    });
    let store: UserStore;

    beforeEach(async () => {
      store = await makeStore([john, bare]);
    });

    const rehash = (changes: Partial<Parameters<UserStore['rehash']>[0]> = {}) =>
      store.rehash({
        username: john.username,
        verifiedHash: String(john.passwordHash),
        newHash: 'new',
        now: START,
        ...changes,
      });

    it('finds a user whole, with what is null absent and null again', async () => {
      expect(await store.find('johndoe')).toEqual(john);
      expect(await store.find('ünï 🦀')).toEqual(bare);
    });

    it.each(['jane', 'JohnDoe', 'johndo', 'user#johndoe'])('has no user %s', async (username) => {
      expect(await store.find(username)).toBeNull();
    });

    it('replaces the hash that was verified, and nothing else', async () => {
      expect(await rehash()).toBe(true);
      expect(await store.find('johndoe')).toEqual({
        ...john,
        passwordHash: 'new',
        updatedAt: START,
      });
    });

    it('replaces no other hash', async () => {
      expect(await rehash({ verifiedHash: 'another' })).toBe(false);
      expect(await rehash({ username: bare.username, verifiedHash: '' })).toBe(false);
      expect(await store.find('johndoe')).toEqual(john);
      expect(await store.find(bare.username)).toEqual(bare);
    });

    it('makes no user by rehashing', async () => {
      expect(await rehash({ username: 'jane' })).toBe(false);
      expect(await store.find('jane')).toBeNull();
    });

    it('lets one of twenty parallel rehashes win', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => rehash({ newHash: `new-${index}` })),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await store.find('johndoe'))?.passwordHash).toBe(`new-${results.indexOf(true)}`);
    });
  });
}
