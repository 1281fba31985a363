import type { FamilyStore } from '../../functions/core/sessions/family.ts';
import type { Condition, FamilyWrite } from '../../functions/core/sessions/family-write.ts';
import { recoveryWrite } from '../../functions/core/sessions/recovery-write.ts';
import { replayWrite } from '../../functions/core/sessions/replay-write.ts';
import { reuseWrite } from '../../functions/core/sessions/reuse-write.ts';
import { revokeWrite } from '../../functions/core/sessions/revoke-write.ts';
import { rotationWrite } from '../../functions/core/sessions/rotation-write.ts';
import { aFamily, aMoment, START } from '../fakes/session-samples.ts';

const setsEpoch = (...when: Condition[]): FamilyWrite => ({ when, set: { epoch: 77 }, clear: [] });

/** What every refresh-token table does, in memory and on DynamoDB alike. */
export function familyStoreContract(
  name: string,
  makeStore: () => FamilyStore | Promise<FamilyStore>,
): void {
  describe(`${name} is a family store`, () => {
    let store: FamilyStore;
    const family = aFamily({
      generation: 4,
      rotated: [50, 40, 30, 20, 10, 0, 0, 0],
      recoveries: 2,
    });
    const key = { username: family.username, familyId: family.familyId };

    beforeEach(async () => {
      store = await makeStore();
      await store.create(family);
    });

    describe('create and read', () => {
      it('gives back what was put in, with what is null absent and null again', async () => {
        expect(await store.read(key)).toEqual(family);
      });

      it('gives back a family with every attribute set', async () => {
        const full = aFamily({
          familyId: 'full',
          recoveredFrom: 0,
          returnedFrom: 0,
          returnedAt: START,
          replayedAt: START,
          spared: 1,
          revokedAt: START,
          revokedReason: 'theft',
          device: { ip: '2001:db8::1', userAgent: 'Ağent/2 “x”' },
        });
        await store.create(full);
        expect(await store.read({ username: full.username, familyId: 'full' })).toEqual(full);
      });

      it('gives back empty lists and empty texts', async () => {
        const bare = aFamily({ familyId: 'bare', scope: [], device: { ip: '', userAgent: '' } });
        await store.create(bare);
        expect(await store.read({ username: bare.username, familyId: 'bare' })).toEqual(bare);
      });

      it('refuses to put a family over another', async () => {
        await expect(store.create(aFamily())).rejects.toThrow();
        expect(await store.read(key)).toEqual(family);
      });

      it('has no family of another id or another user', async () => {
        expect(await store.read({ ...key, familyId: 'other' })).toBeNull();
        expect(await store.read({ ...key, username: 'jane' })).toBeNull();
      });
    });

    describe('list', () => {
      it("lists a user's families, dead ones too, and nobody else's", async () => {
        const dead = aFamily({ familyId: 'dead', revokedAt: START, revokedReason: 'logged_out' });
        const longerName = aFamily({ username: 'johndoe2', familyId: 'foreign' });
        await store.create(dead);
        await store.create(longerName);
        const listed = await store.list('johndoe');
        expect(listed).toHaveLength(2);
        expect(listed).toEqual(expect.arrayContaining([family, dead]));
        expect(await store.list('nobody')).toEqual([]);
      });

      it('lists a hundred and more', async () => {
        const ids = Array.from({ length: 120 }, (_, index) => `many-${index}`);
        await Promise.all(
          ids.map((familyId) => store.create(aFamily({ username: 'm', familyId }))),
        );
        const listed = await store.list('m');
        expect(listed.map(({ familyId }) => familyId).toSorted()).toEqual(ids.toSorted());
      });
    });

    describe('conditions', () => {
      const holding: readonly (readonly [string, Condition])[] = [
        ['equal on a number', { equal: ['generation', 4] }],
        ['equal on a text', { equal: ['clientId', 'web'] }],
        ['greater', { greater: ['idleExpiresAt', family.idleExpiresAt - 1] }],
        ['contains', { contains: ['scope', 'items:read'] }],
        ['absent', { absent: 'revokedAt' }],
        ['anyOf, the first', { anyOf: [{ absent: 'recoveredFrom' }, { equal: ['epoch', 9] }] }],
        ['anyOf, the last', { anyOf: [{ equal: ['epoch', 9] }, { equal: ['epoch', 3] }] }],
      ];
      it.each(holding)('%s holds, and the write with it', async (_, condition) => {
        const written = await store.write(key, setsEpoch(condition));
        expect(written).toEqual({ ...family, epoch: 77 });
        expect(await store.read(key)).toEqual(written);
      });

      const failing: readonly (readonly [string, Condition])[] = [
        ['equal on another number', { equal: ['generation', 5] }],
        ['equal on another text', { equal: ['clientId', 'we'] }],
        ['equal on an absent attribute', { equal: ['recoveredFrom', 0] }],
        ['greater on an equal number', { greater: ['idleExpiresAt', family.idleExpiresAt] }],
        ['greater on an absent attribute', { greater: ['revokedAt', 0] }],
        ['contains on a part of an element', { contains: ['scope', 'items'] }],
        ['absent on an attribute that is there', { absent: 'recoveries' }],
        ['anyOf without a match', { anyOf: [{ equal: ['epoch', 9] }, { absent: 'epoch' }] }],
      ];
      it.each(failing)('%s fails, and nothing is written', async (_, condition) => {
        expect(await store.write(key, setsEpoch(condition))).toBeNull();
        expect(await store.read(key)).toEqual(family);
      });

      it('needs every one of them', async () => {
        const write = setsEpoch({ equal: ['generation', 4] }, { equal: ['epoch', 9] });
        expect(await store.write(key, write)).toBeNull();
      });

      it('fails on an item that is not there and makes none', async () => {
        const missing = { ...key, familyId: 'missing' };
        expect(await store.write(missing, setsEpoch())).toBeNull();
        expect(await store.read(missing)).toBeNull();
      });
    });

    describe('assignments', () => {
      it('writes literals, copies of old values and sums at once, and clears', async () => {
        await store.write(key, { when: [], set: { recoveredFrom: 3 }, clear: [] });
        const written = await store.write(key, {
          when: [{ equal: ['recoveredFrom', 3] }],
          set: {
            rotated0: 60,
            rotated1: { copyOf: 'rotated0' },
            rotated2: { copyOf: 'rotated1' },
            recoveries: { plus: 1 },
            ip: '198.51.100.1',
            userAgent: '',
            ttl: 5,
          },
          clear: ['recoveredFrom'],
        });
        expect(written).toEqual({
          ...family,
          rotated: [60, 50, 40, 20, 10, 0, 0, 0],
          recoveries: 3,
          device: { ip: '198.51.100.1', userAgent: '' },
        });
        expect(await store.read(key)).toEqual(written);
      });

      it('clears what is absent already', async () => {
        const write: FamilyWrite = { when: [], set: { epoch: 4 }, clear: ['recoveredFrom'] };
        expect(await store.write(key, write)).toEqual({ ...family, epoch: 4 });
      });
    });

    describe('remove', () => {
      it('takes a family out when the conditions hold, once', async () => {
        const other = aFamily({ familyId: 'other' });
        await store.create(other);
        expect(await store.remove(key, [{ equal: ['generation', 4] }])).toBe(true);
        expect(await store.read(key)).toBeNull();
        expect(await store.list(key.username)).toEqual([other]);
        expect(await store.remove(key, [])).toBe(false);
        expect(await store.write(key, setsEpoch())).toBeNull();
      });

      it('leaves it when one of them fails', async () => {
        const when: Condition[] = [{ absent: 'revokedAt' }, { equal: ['generation', 5] }];
        expect(await store.remove(key, when)).toBe(false);
        expect(await store.read(key)).toEqual(family);
      });

      it('says of a family that is not there that it removed none, even under an absence', async () => {
        const missing = { ...key, familyId: 'missing' };
        expect(await store.remove(missing, [{ absent: 'revokedAt' }])).toBe(false);
      });
    });

    describe('the writes of the service', () => {
      const moment = aMoment({ generation: 4, scope: ['items:read'] });

      it('rotates once', async () => {
        const rotated = await store.write(key, rotationWrite(moment));
        expect(rotated).toMatchObject({
          generation: 5,
          rotated: [moment.now, 50, 40, 30, 20, 10, 0, 0],
        });
        expect(await store.write(key, rotationWrite(moment))).toBeNull();
      });

      it('recovers, and recovers again', async () => {
        const late = { ...moment, generation: 3 };
        const once = await store.write(key, recoveryWrite(family, late));
        expect(once).toMatchObject({ generation: 5, recoveredFrom: 3, recoveries: 3 });
        const twice = await store.write(key, recoveryWrite(once ?? family, late));
        expect(twice).toMatchObject({ generation: 6, recoveredFrom: 3, recoveries: 4 });
      });

      it('marks a late replay once', async () => {
        const marked = await store.write(key, replayWrite(family, moment));
        expect(marked).toEqual({ ...family, replayedAt: moment.arrivedAt });
        expect(await store.write(key, replayWrite(family, moment))).toBeNull();
      });

      it('reuses without rotating', async () => {
        const reused = await store.write(key, reuseWrite(moment));
        expect(reused).toEqual({ ...family, idleExpiresAt: moment.now + moment.idleMillis });
      });

      it('revokes for good, and the first reason stays', async () => {
        const revoked = await store.write(key, revokeWrite('theft', 99));
        expect(revoked).toEqual({ ...family, revokedAt: 99, revokedReason: 'theft' });
        expect(await store.write(key, revokeWrite('logged_out', 100))).toBeNull();
        expect(await store.write(key, rotationWrite(moment))).toBeNull();
      });

      it('lets one of fifty parallel rotations win', async () => {
        const write = rotationWrite(moment);
        const results = await Promise.all(
          Array.from({ length: 50 }, () => store.write(key, write)),
        );
        expect(results.filter((result) => result !== null)).toHaveLength(1);
        expect((await store.read(key))?.generation).toBe(5);
      });
    });
  });
}
