import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import { expectSafe, expectSettled, keyWorld, kidsIn, MINUTE } from '../../fakes/key-world.ts';

class Killed extends Error {}

describe('the first keys', () => {
  test('are a signing key, two published spares, a refresh-token key and its spare', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    expectSettled(world);
    expect(kidsIn(world.signing(), 'next')).toHaveLength(2);
    expect(kidsIn(world.refresh(), 'active')).toHaveLength(1);
    expect(kidsIn(world.refresh(), 'next')).toHaveLength(1);
  });

  test.each(['ES256', 'RS256', 'EdDSA'] as const)('can be of %s', async (algorithm) => {
    const world = keyWorld({ algorithm });
    await ensureKeys(world.ports);
    expectSettled(world);
    expect(world.set().keys.map(({ alg, use }) => [alg, use])).toEqual(
      Array.from({ length: 3 }, () => [algorithm, 'sig']),
    );
  });

  test('have nothing private in the published set', async () => {
    for (const algorithm of ['ES256', 'RS256', 'EdDSA'] as const) {
      const world = keyWorld({ algorithm });
      await ensureKeys(world.ports);
      const published = JSON.stringify(world.manager.current('set'));
      const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi'];
      const secrets = world
        .signing()
        .keys.flatMap(({ privateJwk }) => privateMembers.map((member) => privateJwk[member]))
        .filter((secret) => secret !== undefined);
      expect(secrets.length).toBeGreaterThanOrEqual(3);
      for (const secret of secrets) expect(published).not.toContain(secret);
      expect(world.set().keys.flatMap((key) => privateMembers.filter((m) => m in key))).toEqual([]);
    }
  });

  test('stay as they are when made sure of again', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    const { writes } = world.manager;
    await ensureKeys(world.ports);
    world.clock.time += 20 * MINUTE;
    await ensureKeys(world.ports);
    expect(world.manager.writes).toBe(writes);
  });

  test('are one ring and one set when ten writers make them at once', async () => {
    const world = keyWorld();
    await Promise.all(Array.from({ length: 10 }, async () => ensureKeys(world.ports)));
    expectSettled(world);
    expect(world.signing().keys).toHaveLength(3);
    expect(world.refresh().keys).toHaveLength(2);
    expect(world.events.filter(({ event }) => event === 'key_activated')).toHaveLength(2);
  });

  test('come out right when the writer dies before or after any write, and another one follows', async () => {
    const whole = keyWorld();
    await ensureKeys(whole.ports);
    expect(whole.manager.writes).toBeGreaterThan(4);
    for (const moment of ['beforeWrite', 'afterWrite'] as const) {
      for (let death = 1; death <= whole.manager.writes; death += 1) {
        const world = keyWorld();
        world.manager[moment] = (write) => {
          if (write === death) throw new Killed();
        };
        await expect(ensureKeys(world.ports)).rejects.toThrow(Killed);
        expectSafe(world);
        await ensureKeys(world.ports);
        expectSettled(world);
        expect(world.signing().keys).toHaveLength(3);
        expect(world.refresh().keys).toHaveLength(2);
      }
    }
  });

  test('come out right when each of three parallel writers dies somewhere', async () => {
    for (let death = 1; death <= 12; death += 1) {
      const world = keyWorld();
      world.manager.beforeWrite = (write) => {
        if (write % 12 === death % 12 || write === death + 2) throw new Killed();
      };
      await Promise.allSettled(Array.from({ length: 3 }, async () => ensureKeys(world.ports)));
      expectSafe(world);
      world.manager.beforeWrite = () => {};
      await ensureKeys(world.ports);
      expectSettled(world);
      expect(world.signing().keys).toHaveLength(3);
    }
  });

  test('never sign before they are published', async () => {
    const world = keyWorld();
    world.manager.afterWrite = () => expectSafe(world);
    await ensureKeys(world.ports);
    expect(world.events.map(({ event }) => event).slice(-4)).toEqual([
      'key_published',
      'key_activated',
      'key_published',
      'key_published',
    ]);
  });

  test('are published again when the set was lost', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    const { kids, signer } = {
      kids: world.set().keys.map(({ kid }) => kid),
      signer: kidsIn(world.signing(), 'active'),
    };
    const stored = await world.ports.keySet.read();
    await world.ports.keySet.compareAndSwap(stored?.versionId ?? null, '{"keys":[]}');
    await ensureKeys(world.ports);
    expectSettled(world);
    expect(world.set().keys.map(({ kid }) => kid)).toEqual(kids);
    expect(kidsIn(world.signing(), 'active')).toEqual(signer);
  });

  test('are refused rather than replaced when a secret is unreadable', async () => {
    for (const secret of ['signingKeys', 'refreshTokenKeys', 'keySet'] as const) {
      const world = keyWorld();
      await world.ports[secret].compareAndSwap(null, 'not JSON: hush');
      await expect(ensureKeys(world.ports)).rejects.toThrow(
        /^the .* secret is unreadable: it must be JSON$/,
      );
    }
  });

  test('get spares of the new algorithm when another is configured, and the old key signs on', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    const [signer] = kidsIn(world.signing(), 'active');
    await ensureKeys({
      ...world.ports,
      settings: { ...world.ports.settings, algorithm: 'EdDSA' },
    });
    expectSettled(world);
    expect(kidsIn(world.signing(), 'active')).toEqual([signer]);
    expect(world.set().keys.filter(({ alg }) => alg === 'EdDSA')).toHaveLength(2);
  });

  test('are logged without their content', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    expect(world.events.every((event) => 'reason' in event && event.reason === 'first_keys')).toBe(
      true,
    );
    const log = JSON.stringify(world.events);
    for (const { privateJwk } of world.signing().keys) expect(log).not.toContain(privateJwk['d']);
    for (const { secret } of world.refresh().keys) expect(log).not.toContain(secret);
  });
});
