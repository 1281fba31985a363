import { rotateRing, ROTATION_STEPS } from '../../../functions/core/keys/rotate-ring.ts';
import {
  rotatedRefreshTokenKeys,
  rotatedSigningKeys,
} from '../../../functions/core/keys/rotated-rings.ts';
import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import {
  DAY,
  expectSafe,
  expectSettled,
  HOUR,
  keyWorld,
  kidsIn,
  MINUTE,
  type KeyWorld,
} from '../../fakes/key-world.ts';

class Killed extends Error {}

const settledWorld = async (): Promise<KeyWorld> => {
  const world = keyWorld();
  await ensureKeys(world.ports);
  world.clock.time += DAY;
  return world;
};

const rotate = async ({ ports }: KeyWorld, token: string, ring = rotatedSigningKeys(ports)) => {
  for (const step of ROTATION_STEPS) await rotateRing(step, token, ring);
};

describe('a rotation of the signing keys', () => {
  test('publishes a new key, lets the oldest spare sign and keeps the old key published', async () => {
    const world = await settledWorld();
    const [signer] = kidsIn(world.signing(), 'active');
    const [spare, second] = kidsIn(world.signing(), 'next');
    await rotate(world, world.manager.beginRotation('signing'));
    expectSettled(world);
    expect(kidsIn(world.signing(), 'active')).toEqual([spare]);
    expect(kidsIn(world.signing(), 'retired')).toEqual([signer]);
    expect(kidsIn(world.signing(), 'next')).toEqual([second, expect.any(String)]);
  });

  test('publishes before it promotes: nothing signs until the last step', async () => {
    const world = await settledWorld();
    const token = world.manager.beginRotation('signing');
    const signer = kidsIn(world.signing(), 'active');
    for (const step of ROTATION_STEPS.slice(0, 3)) {
      await rotateRing(step, token, rotatedSigningKeys(world.ports));
      expect(kidsIn(world.signing(), 'active')).toEqual(signer);
      expectSafe(world);
    }
    expect(world.set().keys).toHaveLength(4);
  });

  test('ends with AWSPENDING on no version', async () => {
    const world = await settledWorld();
    const token = world.manager.beginRotation('signing');
    await rotate(world, token);
    expect(await world.ports.signingKeys.stagesOf(token)).toEqual([]);
  });

  test('counts once for a request token, however often its steps run', async () => {
    const world = await settledWorld();
    const [spare] = kidsIn(world.signing(), 'next');
    const token = world.manager.beginRotation('signing');
    const ring = rotatedSigningKeys(world.ports);
    for (const step of ROTATION_STEPS) {
      await Promise.all([rotateRing(step, token, ring), rotateRing(step, token, ring)]);
      await rotateRing(step, token, ring);
    }
    await rotate(world, token);
    expectSettled(world);
    expect(kidsIn(world.signing(), 'active')).toEqual([spare]);
    expect(kidsIn(world.signing(), 'next')).toHaveLength(2);
  });

  test('comes out the same when it dies before or after any write and starts again', async () => {
    const whole = await settledWorld();
    const before = whole.manager.writes;
    await rotate(whole, whole.manager.beginRotation('signing'));
    const writes = whole.manager.writes - before;
    expect(writes).toBeGreaterThan(6);
    for (const moment of ['beforeWrite', 'afterWrite'] as const) {
      for (let death = 1; death <= writes; death += 1) {
        const world = await settledWorld();
        const [spare] = kidsIn(world.signing(), 'next');
        const token = world.manager.beginRotation('signing');
        const end = world.manager.writes + death;
        world.manager[moment] = (write) => {
          if (write === end) throw new Killed();
        };
        await expect(rotate(world, token)).rejects.toThrow(Killed);
        expectSafe(world);
        await ensureKeys(world.ports);
        await rotate(world, token);
        expectSettled(world);
        expect(kidsIn(world.signing(), 'active')).toEqual([spare]);
        expect(await world.ports.signingKeys.stagesOf(token)).toEqual([]);
      }
    }
  });

  test('never promotes a key that some verifier may not know yet', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    const signer = kidsIn(world.signing(), 'active');
    const token = world.manager.beginRotation('signing');
    world.clock.time += 10 * MINUTE;
    await expect(rotate(world, token)).rejects.toThrow(
      'no next key has been published for 660 s; try again later',
    );
    expect(kidsIn(world.signing(), 'active')).toEqual(signer);
    world.clock.time += 2 * MINUTE;
    await rotate(world, token);
    expect(kidsIn(world.signing(), 'retired')).toEqual(signer);
  });

  test('keeps the retired key until its last token has expired, then takes it out', async () => {
    const world = await settledWorld();
    const [signer = ''] = kidsIn(world.signing(), 'active');
    await rotate(world, world.manager.beginRotation('signing'));
    world.clock.time += 15 * MINUTE + 5 * MINUTE;
    await ensureKeys(world.ports);
    expect(world.set().keys.map(({ kid }) => kid)).toContain(signer);
    world.clock.time += 2 * MINUTE;
    await ensureKeys(world.ports);
    expectSettled(world);
    expect(world.set().keys.map(({ kid }) => kid)).not.toContain(signer);
    expect(world.events.at(-1)).toMatchObject({
      event: 'key_dropped',
      reason: 'expired',
      keyId: signer,
    });
  });

  test('a shortened token lifetime does not cut off the tokens of the longer one', async () => {
    const world = keyWorld({ accessTokenTtlSeconds: 24 * 3600 });
    await ensureKeys(world.ports);
    world.clock.time += DAY;
    const [signer = ''] = kidsIn(world.signing(), 'active');
    const short = {
      ...world.ports,
      settings: { ...world.ports.settings, accessTokenTtlSeconds: 300 },
    };
    await rotate({ ...world, ports: short }, world.manager.beginRotation('signing'));
    world.clock.time += 23 * HOUR;
    await ensureKeys(short);
    expect(world.set().keys.map(({ kid }) => kid)).toContain(signer);
    world.clock.time += 2 * HOUR;
    await ensureKeys(short);
    expect(world.set().keys.map(({ kid }) => kid)).not.toContain(signer);
  });

  test('moves to the configured algorithm', async () => {
    const world = await settledWorld();
    const settings = { ...world.ports.settings, algorithm: 'EdDSA' as const };
    const ports = { ...world.ports, settings };
    await ensureKeys(ports);
    world.clock.time += HOUR;
    await rotate({ ...world, ports }, world.manager.beginRotation('signing'));
    expectSettled(world);
    const algorithms = world.signing().keys.map(({ state, alg }) => `${state} ${alg}`);
    expect(new Set(algorithms)).toEqual(new Set(['active EdDSA', 'next EdDSA', 'retired ES256']));
  });
});

describe('the configuration test of Secrets Manager', () => {
  test('passes on an empty pending version, before and after the first keys', async () => {
    const world = keyWorld();
    const token = world.manager.beginRotation('signing');
    const ring = rotatedSigningKeys(world.ports);
    await expect(rotateRing('testSecret', token, ring)).resolves.toBeUndefined();
    world.manager.forgetVersion('signing', token);
    await ensureKeys(world.ports);
    const again = world.manager.beginRotation('signing');
    await expect(rotateRing('testSecret', again, ring)).resolves.toBeUndefined();
    expectSettled(world);
  });
});

describe('a step of a rotation', () => {
  test.each(ROTATION_STEPS)('%s refuses a version that is not pending', async (step) => {
    const world = await settledWorld();
    const current = (await world.ports.signingKeys.read())?.versionId ?? '';
    for (const token of [current, 'unknown']) {
      await expect(rotateRing(step, token, rotatedSigningKeys(world.ports))).rejects.toThrow(
        'the version under the request token is not pending',
      );
    }
  });

  test('testSecret refuses a key that is not published', async () => {
    const world = await settledWorld();
    const token = world.manager.beginRotation('signing');
    await rotateRing('createSecret', token, rotatedSigningKeys(world.ports));
    await expect(rotateRing('testSecret', token, rotatedSigningKeys(world.ports))).rejects.toThrow(
      'is not in the key set',
    );
  });

  test('createSecret makes the first keys too, and puts the same value again', async () => {
    const world = keyWorld();
    const token = world.manager.beginRotation('signing');
    await rotateRing('createSecret', token, rotatedSigningKeys(world.ports));
    expectSettled(world);
    const value = await world.ports.signingKeys.readPending(token);
    await rotateRing('createSecret', token, rotatedSigningKeys(world.ports));
    expect(await world.ports.signingKeys.readPending(token)).toBe(value);
  });
});

describe('a rotation of the refresh-token keys', () => {
  test('lets the spare work after 6 minutes in the ring, and keeps the old key for 90 days', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    const [old = ''] = kidsIn(world.refresh(), 'active');
    const spare = kidsIn(world.refresh(), 'next');
    const token = world.manager.beginRotation('refresh');
    const ring = rotatedRefreshTokenKeys(world.ports);
    await expect(rotate(world, token, ring)).rejects.toThrow('published for 360 s');
    world.clock.time += 6 * MINUTE;
    await rotate(world, token, ring);
    await rotate(world, token, ring);
    expect(kidsIn(world.refresh(), 'active')).toEqual(spare);
    expect(kidsIn(world.refresh(), 'next')).toHaveLength(1);
    world.clock.time += 90 * DAY;
    await ensureKeys(world.ports);
    expect(kidsIn(world.refresh(), 'retired')).toEqual([old]);
    world.clock.time += HOUR;
    await ensureKeys(world.ports);
    expect(kidsIn(world.refresh(), 'retired')).toEqual([]);
  });
});
