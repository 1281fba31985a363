import { describeKeys } from '../../../functions/core/keys/describe-keys.ts';
import {
  dropCompromisedKeys,
  endAllSessions,
  endKeys,
  UnknownKeyError,
} from '../../../functions/core/keys/end-keys.ts';
import { rotateRing, ROTATION_STEPS } from '../../../functions/core/keys/rotate-ring.ts';
import { rotatedRefreshTokenKeys } from '../../../functions/core/keys/rotated-rings.ts';
import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import {
  DAY,
  expectSafe,
  expectSettled,
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

/** Waits by moving the clock. */
const waiting = ({ clock }: KeyWorld, ms = 10 * MINUTE) => ({
  until: clock.time + ms,
  pause: async (pause: number) => void (clock.time += pause),
});

const kidsOf = (ring: { readonly keys: readonly { readonly kid: string }[] }) =>
  ring.keys.map(({ kid }) => kid);

describe('keys that are ended', () => {
  test('stop signing at once, and go 60 s later with nobody else having to run', async () => {
    const world = await settledWorld();
    const [bad = ''] = kidsIn(world.signing(), 'active');
    const [spare] = kidsIn(world.signing(), 'next');
    await endKeys(world.ports, [bad]);
    expect(kidsIn(world.signing(), 'active')).toEqual([spare]);
    expect(kidsOf(world.set())).toContain(bad);
    const endedAt = world.clock.time;
    expect(await dropCompromisedKeys(world.ports, waiting(world))).toBe(true);
    expect(world.clock.time - endedAt).toBe(MINUTE);
    expect(kidsOf(world.set())).not.toContain(bad);
    expectSettled(world);
  });

  test('are found in either ring, several at once', async () => {
    const world = await settledWorld();
    const [signer = ''] = kidsIn(world.signing(), 'active');
    const [spare = ''] = kidsIn(world.signing(), 'next');
    const [mac = ''] = kidsIn(world.refresh(), 'active');
    await endKeys(world.ports, [mac, spare, signer]);
    expect(kidsIn(world.signing(), 'retired')).toEqual([signer, spare]);
    expect(kidsIn(world.refresh(), 'retired')).toEqual([mac]);
    expectSettled(world);
  });

  test('may be all there are: new ones are published before the old ones stop', async () => {
    const world = await settledWorld();
    const old = kidsOf(world.signing());
    world.manager.afterWrite = () => {
      expectSafe(world);
      expect(kidsIn(world.signing(), 'active')).toHaveLength(1);
    };
    await endKeys(world.ports, old);
    expectSettled(world);
    expect(kidsIn(world.signing(), 'retired')).toEqual(old);
    await dropCompromisedKeys(world.ports, waiting(world));
    expect(kidsOf(world.set()).filter((kid) => old.includes(kid))).toEqual([]);
  });

  test('may be all there are, and the writer die before or after any write', async () => {
    const whole = await settledWorld();
    const before = whole.manager.writes;
    await endKeys(whole.ports, kidsOf(whole.signing()));
    const writes = whole.manager.writes - before;
    expect(writes).toBeGreaterThan(4);
    for (const moment of ['beforeWrite', 'afterWrite'] as const) {
      for (let death = 1; death <= writes; death += 1) {
        const world = await settledWorld();
        const old = kidsOf(world.signing());
        const end = world.manager.writes + death;
        world.manager[moment] = (write) => {
          if (write === end) throw new Killed();
        };
        await expect(endKeys(world.ports, old)).rejects.toThrow(Killed);
        expectSafe(world);
        expect(kidsIn(world.signing(), 'active')).toHaveLength(1);
        await endKeys(world.ports, old);
        expectSettled(world);
        expect(kidsIn(world.signing(), 'retired')).toEqual(old);
      }
    }
  });

  test('end when they were ended first, however often that is said', async () => {
    const world = await settledWorld();
    const [bad = ''] = kidsIn(world.signing(), 'active');
    await endKeys(world.ports, [bad]);
    const ends = world.signing().keys.find(({ kid }) => kid === bad)?.dropAt;
    world.clock.time += MINUTE / 2;
    await endKeys(world.ports, [bad]);
    expect(world.signing().keys.find(({ kid }) => kid === bad)?.dropAt).toBe(ends);
  });

  test('are refused when one of them is unknown, and nothing is touched', async () => {
    const world = await settledWorld();
    const [signer = ''] = kidsIn(world.signing(), 'active');
    const { writes } = world.manager;
    await expect(endKeys(world.ports, [signer, 'nobody'])).rejects.toThrow(UnknownKeyError);
    expect(world.manager.writes).toBe(writes);
  });

  test('are left for the next run when the time to wait is too short', async () => {
    const world = await settledWorld();
    await endKeys(world.ports, kidsIn(world.signing(), 'active'));
    expect(await dropCompromisedKeys(world.ports, waiting(world, MINUTE / 2))).toBe(false);
    expect(await dropCompromisedKeys(world.ports, waiting(world))).toBe(true);
  });
});

describe('all sessions', () => {
  test('end with every refresh-token key that has been used; the spare goes on at once', async () => {
    const world = await settledWorld();
    const token = world.manager.beginRotation('refresh');
    const ring = rotatedRefreshTokenKeys(world.ports);
    for (const step of ROTATION_STEPS) await rotateRing(step, token, ring);
    const used = [...kidsIn(world.refresh(), 'retired'), ...kidsIn(world.refresh(), 'active')];
    const spare = kidsIn(world.refresh(), 'next');
    expect(used).toHaveLength(2);
    await endAllSessions(world.ports);
    expect(kidsIn(world.refresh(), 'active')).toEqual([spare[0]]);
    expect(kidsIn(world.refresh(), 'retired').toSorted()).toEqual(used.toSorted());
    await dropCompromisedKeys(world.ports, waiting(world));
    expect(kidsOf(world.refresh()).filter((kid) => used.includes(kid))).toEqual([]);
    expectSettled(world);
  });
});

describe('a description of the keys', () => {
  test('has each key with its times, and no secret', async () => {
    const world = await settledWorld();
    const [signer = ''] = kidsIn(world.signing(), 'active');
    const description = await describeKeys(world.ports);
    const { time } = world.clock;
    expect(description.signing.keys[0]).toEqual({
      kid: signer,
      alg: 'ES256',
      state: 'active',
      compromised: false,
      published: true,
      publishedAt: time - DAY,
      signsAt: time - DAY,
      retiredAt: null,
      dropsAt: null,
      keptMs: 15 * MINUTE + 6 * MINUTE,
    });
    expect(description.signing.keys[1]).toMatchObject({
      state: 'next',
      signsAt: time - DAY + 11 * MINUTE,
    });
    expect(description.refreshToken.keys[0]).toMatchObject({
      alg: null,
      keptMs: 90 * DAY + 6 * MINUTE,
    });
    const text = JSON.stringify(description);
    for (const { privateJwk } of world.signing().keys) expect(text).not.toContain(privateJwk['d']);
    for (const { secret } of world.refresh().keys) expect(text).not.toContain(secret);
  });

  test('says when a compromised key goes, and who can still read it', async () => {
    const world = await settledWorld();
    await endKeys(world.ports, kidsIn(world.signing(), 'active'));
    const { signing } = await describeKeys(world.ports);
    expect(signing.keys[0]).toMatchObject({
      state: 'retired',
      compromised: true,
      published: true,
      retiredAt: world.clock.time,
      dropsAt: world.clock.time + MINUTE,
    });
  });

  test('is empty before the first keys', async () => {
    const { signing, refreshToken } = await describeKeys(keyWorld().ports);
    expect([signing, refreshToken]).toEqual([
      { keys: [], lastRotation: null },
      { keys: [], lastRotation: null },
    ]);
  });
});
