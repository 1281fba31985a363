import type { User, UserStore } from '../../functions/core/users/user.ts';
import type { UserChanges } from '../../functions/core/users/user-changes.ts';
import { aUser, START } from '../fakes/session-samples.ts';

/** What every users table does when a user is changed, in memory and on DynamoDB alike. */
export function userChangesContract(
  name: string,
  makeStore: (
    users: readonly User[],
  ) => Promise<{ readonly changes: UserChanges; readonly users: Pick<UserStore, 'find'> }>,
): void {
  describe(`${name} changes users`, () => {
    const john = aUser();
    const bare = aUser({ username: 'jane', passwordHash: null });
    let store: Awaited<ReturnType<typeof makeStore>>;

    beforeEach(async () => {
      store = await makeStore([john, bare]);
    });

    it('sets what is given and nothing else', async () => {
      const set = { epoch: 4, updatedAt: START };
      expect(await store.changes.change('johndoe', john, set)).toBe(true);
      expect(await store.users.find('johndoe')).toEqual({ ...john, ...set });
      expect(await store.users.find('jane')).toEqual(bare);
    });

    it('sets and takes away a password', async () => {
      const set = { passwordHash: 'new', passwordChangedAt: START, disabled: true, epoch: 4 };
      expect(await store.changes.change('jane', bare, set)).toBe(true);
      expect(await store.users.find('jane')).toEqual({ ...bare, ...set });
      const now = { ...bare, ...set };
      expect(await store.changes.change('jane', now, { passwordHash: null })).toBe(true);
      expect(await store.users.find('jane')).toEqual({ ...now, passwordHash: null });
    });

    it('sets scopes, also none', async () => {
      for (const scopes of [['orders:read', 'orders:write'], []]) {
        expect(await store.changes.change('johndoe', john, { scopes })).toBe(true);
        expect(await store.users.find('johndoe')).toEqual({ ...john, scopes });
      }
    });

    it.each([
      ['another user', { userId: 'user:other' }],
      ['another time of creation', { createdAt: START }],
      ['another time of change', { updatedAt: START }],
      ['another epoch', { epoch: 2 }],
      ['another password', { passwordHash: 'other' }],
      ['no password', { passwordHash: null }],
    ])('changes nothing when the table has a user with other than %s', async (_, read) => {
      const when = { ...john, ...read };
      expect(await store.changes.change('johndoe', when, { epoch: 9 })).toBe(false);
      expect(await store.users.find('johndoe')).toEqual(john);
    });

    it('asks for nothing that is left out', async () => {
      const { createdAt, epoch } = john;
      const set = { epoch: 4 };
      expect(await store.changes.change('johndoe', { epoch, createdAt: START }, set)).toBe(false);
      expect(await store.changes.change('johndoe', { epoch, createdAt }, set)).toBe(true);
      expect(await store.users.find('johndoe')).toEqual({ ...john, ...set });
    });

    it('takes no password for another one than none', async () => {
      expect(await store.changes.change('jane', { ...bare, passwordHash: '' }, { epoch: 9 })).toBe(
        false,
      );
    });

    it('makes no user', async () => {
      expect(await store.changes.change('nobody', john, { epoch: 9 })).toBe(false);
      expect(await store.users.find('nobody')).toBeNull();
    });

    it('lets one of twenty parallel changes win', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.changes.change('johndoe', john, { epoch: 100 + index }),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await store.users.find('johndoe'))?.epoch).toBe(100 + results.indexOf(true));
    });
  });
}
