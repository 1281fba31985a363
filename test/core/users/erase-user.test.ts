import { eraseUser } from '../../../functions/core/users/erase-user.ts';
import { MemoryFamilyStore } from '../../fakes/memory-family-store.ts';
import { MemoryUserStore } from '../../fakes/memory-user-store.ts';
import { aFamily, aUser } from '../../fakes/session-samples.ts';

async function bench() {
  const users = new MemoryUserStore([aUser()]);
  const families = new MemoryFamilyStore();
  await families.create(aFamily());
  await families.create(aFamily({ familyId: 'anotherOneOfHisSessions' }));
  const forgotten: string[] = [];
  const sources = { forgetAll: (name: string) => Promise.resolve(void forgotten.push(name)) };
  return { users, families, forgotten, ports: { userRemoval: users, families, sources } };
}

it('removes the user, every session and where he logged in from', async () => {
  const { users, families, forgotten, ports } = await bench();
  const outcome = await eraseUser(aUser(), ports);
  expect(outcome).toEqual({ held: true, sessions: 2, cleaningFailures: [] });
  expect(await users.find('johndoe')).toBeNull();
  expect(await families.list('johndoe')).toEqual([]);
  expect(forgotten).toEqual(['johndoe']);
});

it('leaves somebody who has the name by now, and his sessions', async () => {
  const { families, forgotten, ports } = await bench();
  const before = aUser({ userId: 'user:before' });
  expect(await eraseUser(before, ports)).toEqual({
    held: false,
    sessions: 0,
    cleaningFailures: [],
  });
  expect(await families.list('johndoe')).toHaveLength(2);
  expect(forgotten).toEqual([]);
});

it('leaves the sessions of another one of that name who came at once', async () => {
  const { families, ports } = await bench();
  const newcomer = aFamily({ familyId: 'theNewcomersOwnSession', userId: 'user:newcomer' });
  await families.create(newcomer);
  expect(await eraseUser(aUser(), ports)).toMatchObject({ held: true, sessions: 2 });
  expect(await families.list('johndoe')).toEqual([newcomer]);
});

it('has deleted the user also when his sessions can not be removed', async () => {
  const { users, forgotten, ports } = await bench();
  const outcome = await eraseUser(aUser(), {
    ...ports,
    families: {
      remove: () => Promise.resolve(true),
      list: () => Promise.reject(new Error('throttled')),
    },
  });
  expect(outcome).toMatchObject({ held: true, cleaningFailures: [new Error('throttled')] });
  expect(await users.find('johndoe')).toBeNull();
  expect(forgotten).toEqual(['johndoe']);
});
