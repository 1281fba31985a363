import type { User, UserStore } from '../../functions/core/users/user.ts';
import type { UserRemoval } from '../../functions/core/users/user-removal.ts';
import { aUser } from '../fakes/session-samples.ts';

/** What every users table does when a user is deleted, in memory and on DynamoDB alike. */
export function userRemovalContract(
  name: string,
  makeStore: (
    users: readonly User[],
  ) => Promise<{ readonly removal: UserRemoval; readonly users: Pick<UserStore, 'find'> }>,
): void {
  describe(`${name} deletes users`, () => {
    const john = aUser();
    const jane = aUser({ username: 'jane', userId: 'user:jane' });

    it('takes one out and leaves the others', async () => {
      const { removal, users } = await makeStore([john, jane]);
      expect(await removal.remove(john)).toBe(true);
      expect(await users.find('johndoe')).toBeNull();
      expect(await users.find('jane')).toEqual(jane);
    });

    it('leaves somebody else of the same name', async () => {
      const { removal, users } = await makeStore([john]);
      expect(await removal.remove({ ...john, userId: 'user:before' })).toBe(false);
      expect(await users.find('johndoe')).toEqual(john);
    });

    it('says when there was nobody', async () => {
      const { removal } = await makeStore([jane]);
      expect(await removal.remove(john)).toBe(false);
    });
  });
}
