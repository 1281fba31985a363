import type { User, UserStore } from '../../functions/core/users/user.ts';
import type { UserCreation } from '../../functions/core/users/user-creation.ts';
import { aUser } from '../fakes/session-samples.ts';

/** What every users table does when a user is made, in memory and on DynamoDB alike. */
export function userCreationContract(
  name: string,
  makeStore: (
    users: readonly User[],
  ) => Promise<{ readonly creation: UserCreation; readonly users: Pick<UserStore, 'find'> }>,
): void {
  describe(`${name} takes new users`, () => {
    const john = aUser();

    it('keeps everything that is known of one', async () => {
      const { creation, users } = await makeStore([]);
      const bare = { passwordHash: null, email: null, fullName: null, roles: [], scopes: [] };
      const jane = aUser({ username: 'jane', userId: 'user:jane', ...bare });
      expect(await creation.create(john)).toBe(true);
      expect(await creation.create(jane)).toBe(true);
      expect(await users.find('johndoe')).toEqual(john);
      expect(await users.find('jane')).toEqual(jane);
    });

    it('never overwrites one', async () => {
      const { creation, users } = await makeStore([john]);
      expect(await creation.create(aUser({ userId: 'user:other', email: null }))).toBe(false);
      expect(await users.find('johndoe')).toEqual(john);
    });

    it('lets one of twenty have a name', async () => {
      const { creation, users } = await makeStore([]);
      const ids = Array.from({ length: 20 }, (_, index) => `user:${index}`);
      const results = await Promise.all(ids.map((userId) => creation.create(aUser({ userId }))));
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await users.find('johndoe'))?.userId).toBe(ids[results.indexOf(true)]);
    });
  });
}
