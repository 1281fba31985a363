import { randomUUID } from 'node:crypto';

import type { RotatingSecretStore } from '../../functions/core/keys/secret-store.ts';

/** An empty secret and the two things that Secrets Manager itself does to it around a rotation. */
export interface SecretUnderTest {
  readonly store: RotatingSecretStore;
  /** As `RotateSecret` begins: attaches `AWSPENDING` to a version without a value. */
  readonly beginRotation: () => Promise<string>;
  /** As `RotateSecret` ends a trial of the configuration: that version is gone. */
  readonly endConfigurationTest: (requestToken: string) => Promise<void>;
}

/** What every secret store has to do, in memory, on the laptop and at AWS alike. */
export function secretStoreContract(
  name: string,
  createEmptySecret: () => Promise<SecretUnderTest>,
): void {
  describe(`${name} keeps the contract of secret stores`, () => {
    test('an empty secret reads as null', async () => {
      const { store } = await createEmptySecret();
      expect(await store.read()).toBeNull();
    });

    test('the first value becomes current', async () => {
      const { store } = await createEmptySecret();
      await firstVersion(store);
      expect(await store.read()).toEqual({ versionId: expect.any(String), value: 'one' });
    });

    test('a second first writer is refused, and changes nothing', async () => {
      const { store } = await createEmptySecret();
      await firstVersion(store);
      expect(await store.compareAndSwap(null, 'two')).toBe(false);
      expect((await store.read())?.value).toBe('one');
    });

    test('of ten first writers at once one wins, and its value is current', async () => {
      const { store } = await createEmptySecret();
      const values = Array.from({ length: 10 }, (_, index) => `value ${index}`);
      const won = await Promise.all(values.map(async (value) => store.compareAndSwap(null, value)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await store.read())?.value).toBe(values[won.indexOf(true)]);
    });

    test('a value that was derived from the current version replaces it', async () => {
      const { store } = await createEmptySecret();
      const version = await firstVersion(store);
      expect(await store.compareAndSwap(version, 'two')).toBe(true);
      const current = await store.read();
      expect(current?.value).toBe('two');
      expect(current?.versionId).not.toBe(version);
    });

    test('a value that was derived from an older version is refused', async () => {
      const { store } = await createEmptySecret();
      const version = await firstVersion(store);
      await store.compareAndSwap(version, 'two');
      expect(await store.compareAndSwap(version, 'three')).toBe(false);
      expect(await store.compareAndSwap(randomUUID(), 'four')).toBe(false);
      expect((await store.read())?.value).toBe('two');
    });

    test('of ten writers from one version one wins', async () => {
      const { store } = await createEmptySecret();
      const version = await firstVersion(store);
      const won = await Promise.all(
        Array.from({ length: 10 }, async (_, n) => store.compareAndSwap(version, `value ${n}`)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await store.read())?.value).toBe(`value ${won.indexOf(true)}`);
    });

    test('the same value can be written twice', async () => {
      const { store } = await createEmptySecret();
      const version = await firstVersion(store);
      expect(await store.compareAndSwap(version, 'one')).toBe(true);
    });

    test('a trial of the rotation before the first value takes nothing away', async () => {
      const { store, beginRotation, endConfigurationTest } = await createEmptySecret();
      const token = await beginRotation();
      expect(await store.read()).toBeNull();
      expect(await store.stagesOf(token)).toEqual(['AWSPENDING']);
      expect(await store.readPending(token)).toBeNull();
      await firstVersion(store);
      await endConfigurationTest(token);
      expect((await store.read())?.value).toBe('one');
    });

    test('a pending value is kept apart from the current one', async () => {
      const { store, beginRotation } = await createEmptySecret();
      await firstVersion(store);
      const token = await beginRotation();
      await store.putPending(token, 'pending');
      expect(await store.readPending(token)).toBe('pending');
      expect((await store.read())?.value).toBe('one');
    });

    test('the first pending value of a request token counts', async () => {
      const { store, beginRotation } = await createEmptySecret();
      await firstVersion(store);
      const token = await beginRotation();
      await store.putPending(token, 'pending');
      await store.putPending(token, 'pending');
      await store.putPending(token, 'another');
      expect(await store.readPending(token)).toBe('pending');
    });

    test('a swap goes through while a rotation is pending', async () => {
      const { store, beginRotation } = await createEmptySecret();
      const version = await firstVersion(store);
      const token = await beginRotation();
      await store.putPending(token, 'pending');
      expect(await store.compareAndSwap(version, 'two')).toBe(true);
      expect(await store.stagesOf(token)).toEqual(['AWSPENDING']);
      expect(await store.readPending(token)).toBe('pending');
    });

    test('the pending label can be taken off, twice too', async () => {
      const { store, beginRotation } = await createEmptySecret();
      await firstVersion(store);
      const token = await beginRotation();
      await store.putPending(token, 'pending');
      await store.removePending(token);
      await store.removePending(token);
      expect(await store.stagesOf(token)).toEqual([]);
      expect(await store.readPending(token)).toBeNull();
      expect((await store.read())?.value).toBe('one');
    });

    test('a version that was never pending has no pending value', async () => {
      const { store } = await createEmptySecret();
      expect(await store.readPending(await firstVersion(store))).toBeNull();
    });

    test('an unknown version has no stages', async () => {
      const { store } = await createEmptySecret();
      await firstVersion(store);
      expect(await store.stagesOf(randomUUID())).toEqual([]);
    });
  });
}

const firstVersion = async (store: RotatingSecretStore): Promise<string> => {
  expect(await store.compareAndSwap(null, 'one')).toBe(true);
  return (await store.read())?.versionId ?? '';
};
