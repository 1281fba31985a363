import type { Ring, RingKey } from '../../../functions/core/keys/key-rings.ts';
import { createRefreshTokenKeyCache } from '../../../functions/core/keys/refresh-token-key-cache.ts';
import type { SecretVersion } from '../../../functions/core/keys/secret-store.ts';
import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import { createSigningKeyCache } from '../../../functions/core/keys/signing-key-cache.ts';
import { keyWorld, kidsIn, MINUTE, SECOND } from '../../fakes/key-world.ts';

/** A secret that counts its reads, and fails on demand. */
const readable = (value: string | null) => {
  const secret = {
    reads: 0,
    version: 1,
    value,
    broken: false,
    async read(): Promise<SecretVersion | null> {
      secret.reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (secret.broken) throw new Error('unreachable');
      return secret.value === null
        ? null
        : { versionId: String(secret.version), value: secret.value };
    },
    write: (ring: Ring<RingKey>) => {
      secret.version += 1;
      secret.value = JSON.stringify(ring);
    },
  };
  return secret;
};

const setUp = async () => {
  const world = keyWorld();
  await ensureKeys(world.ports);
  const signing = readable(JSON.stringify(world.signing()));
  const refresh = readable(JSON.stringify(world.refresh()));
  const failures: string[] = [];
  const { clock } = world;
  const report = (_: unknown, reason: string) => void failures.push(reason);
  return {
    world,
    clock,
    signing,
    refresh,
    failures,
    signingKeys: createSigningKeyCache({ secret: signing, clock, report }),
    refreshTokenKeys: createRefreshTokenKeyCache({ secret: refresh, clock, report }),
  };
};

describe('the signing-key cache', () => {
  test('gives the active key, and reads once in 60 s', async () => {
    const { signingKeys, signing, clock, world } = await setUp();
    const key = await signingKeys.active();
    expect([key.kid]).toEqual(kidsIn(world.signing(), 'active'));
    clock.time += MINUTE - 1;
    await signingKeys.active();
    expect(signing.reads).toBe(1);
    clock.time += 1;
    await signingKeys.active();
    expect(signing.reads).toBe(2);
  });

  test('shares one read among concurrent calls', async () => {
    const { signingKeys, signing } = await setUp();
    await Promise.all(Array.from({ length: 50 }, async () => signingKeys.active()));
    expect(signing.reads).toBe(1);
  });

  test('keeps the identity of the keys of an unchanged version', async () => {
    const { signingKeys, clock } = await setUp();
    const before = await signingKeys.active();
    clock.time += MINUTE;
    expect((await signingKeys.active()).privateJwk).toBe(before.privateJwk);
  });

  test('takes the new active key within 60 s', async () => {
    const { signingKeys, signing, clock, world } = await setUp();
    const before = await signingKeys.active();
    const { keys } = world.signing();
    signing.write({
      keys: keys.map((key, index) => ({ ...key, state: index === 2 ? 'active' : 'retired' })),
    });
    clock.time += MINUTE;
    const after = await signingKeys.active();
    expect(after.kid).toBe(keys[2]?.kid);
    expect(after.kid).not.toBe(before.kid);
  });

  test('works with an old ring for 5 minutes while it can not be read, trying every 5 s', async () => {
    const { signingKeys, signing, clock, failures } = await setUp();
    const key = await signingKeys.active();
    signing.broken = true;
    clock.time += MINUTE;
    for (let second = 0; second < 10; second += 1) {
      expect(await signingKeys.active()).toBe(key);
      clock.time += SECOND;
    }
    expect(signing.reads).toBe(3);
    expect(failures).toEqual(['stale_but_used', 'stale_but_used']);
    clock.time += 4 * MINUTE;
    await expect(signingKeys.active()).rejects.toThrow('unreachable');
    expect(failures.slice(2)).toEqual(['failed_closed']);
    signing.broken = false;
    expect((await signingKeys.active()).kid).toBe(key.kid);
  });

  test('fails without a ring, without an active key and with an unreadable one, then recovers', async () => {
    const { signingKeys, signing, clock, world, failures } = await setUp();
    const good = signing.value;
    signing.value = null;
    await expect(signingKeys.active()).rejects.toThrow('the ring has no keys yet');
    expect(failures).toEqual(['failed_closed']);
    signing.write({ keys: world.signing().keys.filter(({ state }) => state === 'next') });
    await expect(signingKeys.active()).rejects.toThrow('no active key');
    clock.time += MINUTE;
    signing.value = good;
    signing.version += 1;
    expect((await signingKeys.active()).state).toBe('active');
    signing.value = '{"keys":"hush"}';
    signing.version += 1;
    clock.time += 5 * MINUTE;
    await expect(signingKeys.active()).rejects.toThrow(/unreadable: it must have a list of keys$/);
  });
});

describe('the refresh-token-key cache', () => {
  test('finds every key of the ring, spares and retired ones too', async () => {
    const { refreshTokenKeys, world } = await setUp();
    for (const { kid, secret } of world.refresh().keys) {
      expect(await refreshTokenKeys.find(kid)).toMatchObject({ kid, secret });
    }
    expect((await refreshTokenKeys.active()).state).toBe('active');
  });

  test('takes an unknown id for garbage, at no read', async () => {
    const { refreshTokenKeys, refresh } = await setUp();
    await refreshTokenKeys.active();
    for (let count = 0; count < 100; count += 1) {
      expect(await refreshTokenKeys.find(`unknown${count}`)).toBeNull();
    }
    expect(refresh.reads).toBe(1);
  });

  test('answers from a ring of 5 minutes at most, then 503 until it can be read again', async () => {
    const { refreshTokenKeys, refresh, clock } = await setUp();
    const { kid } = await refreshTokenKeys.active();
    refresh.broken = true;
    clock.time += 5 * MINUTE - 1;
    expect(await refreshTokenKeys.find(kid)).toMatchObject({ kid });
    expect(await refreshTokenKeys.find('unknown')).toBeNull();
    clock.time += 1;
    for (const id of [kid, 'unknown']) {
      await expect(refreshTokenKeys.find(id)).rejects.toMatchObject({
        name: 'OAuthError',
        code: 'temporarily_unavailable',
      });
    }
    refresh.broken = false;
    expect(await refreshTokenKeys.find(kid)).toMatchObject({ kid });
    expect(await refreshTokenKeys.find('unknown')).toBeNull();
  });

  test('refuses a key from its dropAt on, also out of a ring read before', async () => {
    const { refreshTokenKeys, refresh, clock, world } = await setUp();
    const [first, ...others] = world.refresh().keys;
    const dropAt = clock.time + 30 * SECOND;
    refresh.write({
      keys: [{ ...first, state: 'retired', retiredAt: clock.time, dropAt } as RingKey, ...others],
    });
    const kid = first?.kid ?? '';
    expect(await refreshTokenKeys.find(kid)).toMatchObject({ kid });
    clock.time = dropAt;
    expect(await refreshTokenKeys.find(kid)).toBeNull();
    expect(refresh.reads).toBe(1);
  });
});
