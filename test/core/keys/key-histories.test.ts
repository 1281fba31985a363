import { NothingToPromoteError } from '../../../functions/core/keys/plan-ring.ts';
import { rotateRing, ROTATION_STEPS } from '../../../functions/core/keys/rotate-ring.ts';
import {
  rotatedRefreshTokenKeys,
  rotatedSigningKeys,
} from '../../../functions/core/keys/rotated-rings.ts';
import {
  ensureKeys,
  settleRefreshTokenKeys,
  settleSigningKeys,
} from '../../../functions/core/keys/settle-keys.ts';
import {
  DAY,
  expectSafe,
  expectSettled,
  keyWorld,
  kidsIn,
  MINUTE,
  SECOND,
  type KeyWorld,
} from '../../fakes/key-world.ts';

class Killed extends Error {}

/** A small generator, so that a failing history can be run again from its seed. */
const dice = (seed: number) => {
  let state = seed * 2_654_435_761 + 1;
  return (sides: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

interface Sighting {
  readonly at: number;
  readonly active: string | undefined;
  readonly published: ReadonlySet<string>;
  readonly macActive: string | undefined;
  readonly macKnown: ReadonlySet<string>;
}

const look = (world: KeyWorld): Sighting => ({
  at: world.clock.time,
  active: kidsIn(world.signing(), 'active')[0],
  published: new Set(world.set().keys.map(({ kid }) => kid)),
  macActive: kidsIn(world.refresh(), 'active')[0],
  macKnown: new Set(world.refresh().keys.map(({ kid }) => kid)),
});

/** The state that a reader with a cache of that age works with: any that was current within it. */
const within = (sightings: readonly Sighting[], at: number, age: number): Sighting[] => {
  const older = sightings.findLast((sighting) => sighting.at <= at - age);
  return sightings.filter((s) => s === older || (s.at > at - age && s.at <= at));
};

describe('histories of rotations, deaths and parallel runs', () => {
  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'no signer ever uses a key that a verifier lacks (seed %i)',
    async (seed) => {
      const roll = dice(seed);
      const world = keyWorld();
      await ensureKeys(world.ports);
      const sightings = [look(world)];
      const tokens = { signing: world.manager.beginRotation('signing'), refresh: '' };
      tokens.refresh = world.manager.beginRotation('refresh');
      for (let round = 0; round < 60; round += 1) {
        world.clock.time += [SECOND, MINUTE, 4 * MINUTE, 12 * MINUTE, DAY][roll(5)] ?? 0;
        const death = world.manager.writes + 1 + roll(12);
        world.manager[roll(2) === 0 ? 'beforeWrite' : 'afterWrite'] = (write) => {
          if (write === death) throw new Killed();
        };
        const runs = [
          async () => ensureKeys(world.ports),
          ...ROTATION_STEPS.map(
            (step) => async () => rotateRing(step, tokens.signing, rotatedSigningKeys(world.ports)),
          ),
          ...ROTATION_STEPS.map(
            (step) => async () =>
              rotateRing(step, tokens.refresh, rotatedRefreshTokenKeys(world.ports)),
          ),
        ];
        await Promise.allSettled(
          Array.from({ length: 1 + roll(3) }, async () => runs[roll(runs.length)]?.()),
        );
        world.manager.beforeWrite = () => {};
        world.manager.afterWrite = () => {};
        for (const name of ['signing', 'refresh'] as const) {
          const secret =
            name === 'signing' ? world.ports.signingKeys : world.ports.refreshTokenKeys;
          if ((await secret.stagesOf(tokens[name])).length === 0) {
            tokens[name] = world.manager.beginRotation(name);
          }
        }
        expectSafe(world);
        sightings.push(look(world));
      }
      for (const { at } of sightings) {
        const signers = within(sightings, at, 5 * MINUTE);
        // Tokens live for 15 minutes; a verifier's set may be 10 minutes old.
        const verifiers = [...within(sightings, at, 10 * MINUTE)].concat(
          sightings.filter((s) => s.at > at && s.at <= at + 15 * MINUTE),
        );
        for (const { active = '' } of signers) {
          expect(verifiers.every(({ published }) => published.has(active))).toBe(true);
        }
        for (const { macActive = '' } of signers) {
          const readers = within(sightings, at, 5 * MINUTE);
          expect(readers.every(({ macKnown }) => macKnown.has(macActive))).toBe(true);
        }
      }
      expect(new Set(sightings.map(({ active }) => active)).size).toBeGreaterThan(2);
      await ensureKeys(world.ports);
      expectSettled(world);
    },
  );
});

describe('an emergency', () => {
  test('lets a spare sign at once, and ends the key 60 s later by whatever runs next', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    world.clock.time += DAY;
    const [bad = ''] = kidsIn(world.signing(), 'active');
    const [spare] = kidsIn(world.signing(), 'next');
    await retire(world, bad);
    expectSettled(world);
    expect(kidsIn(world.signing(), 'active')).toEqual([spare]);
    world.clock.time += MINUTE - 1;
    await ensureKeys(world.ports);
    expect(world.set().keys.map(({ kid }) => kid)).toContain(bad);
    world.clock.time += 1;
    await ensureKeys(world.ports);
    expectSettled(world);
    expect(world.signing().keys.map(({ kid }) => kid)).not.toContain(bad);
    expect(world.set().keys.map(({ kid }) => kid)).not.toContain(bad);
    expect(world.events.at(-1)).toMatchObject({ event: 'key_dropped', reason: 'emergency' });
  });

  test('a second one finds a spare that is old enough', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    world.clock.time += DAY;
    const spares = kidsIn(world.signing(), 'next');
    for (const spare of spares) {
      await retire(world, kidsIn(world.signing(), 'active')[0] ?? '');
      expect(kidsIn(world.signing(), 'active')).toEqual([spare]);
      world.clock.time += MINUTE;
    }
  });

  test('turns the refresh-token keys over, and ends the old one 60 s later', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    world.clock.time += DAY;
    const [bad = ''] = kidsIn(world.refresh(), 'active');
    const spare = kidsIn(world.refresh(), 'next');
    await settleRefreshTokenKeys(world.ports, { reason: 'emergency', retire: [bad] });
    expect(kidsIn(world.refresh(), 'active')).toEqual(spare);
    expect(kidsIn(world.refresh(), 'next')).toHaveLength(1);
    expect(kidsIn(world.refresh(), 'retired')).toEqual([bad]);
    world.clock.time += MINUTE;
    await ensureKeys(world.ports);
    expect(kidsIn(world.refresh(), 'retired')).toEqual([]);
  });

  test('takes a spare of the old algorithm rather than a young one of the new', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    world.clock.time += DAY;
    const [bad = ''] = kidsIn(world.signing(), 'active');
    const [ripe] = kidsIn(world.signing(), 'next');
    const settings = { ...world.ports.settings, algorithm: 'EdDSA' as const };
    await ensureKeys({ ...world.ports, settings });
    await retire({ ...world, ports: { ...world.ports, settings } }, bad);
    expect(kidsIn(world.signing(), 'active')).toEqual([ripe]);
  });

  test('lets a young key sign rather than none', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    const [bad = ''] = kidsIn(world.signing(), 'active');
    await retire(world, bad);
    expectSettled(world);
    expect(kidsIn(world.signing(), 'retired')).toEqual([bad]);
  });

  test('loses nothing to a rotation, a first-keys run and another emergency at the same time', async () => {
    const world = keyWorld();
    await ensureKeys(world.ports);
    world.clock.time += DAY;
    const [bad = ''] = kidsIn(world.signing(), 'active');
    const [first = ''] = kidsIn(world.signing(), 'next');
    const token = world.manager.beginRotation('signing');
    const rotation = async () => {
      for (const step of ROTATION_STEPS) {
        await rotateRing(step, token, rotatedSigningKeys(world.ports));
      }
    };
    const runs = await Promise.allSettled([
      rotation(),
      rotation(),
      ensureKeys(world.ports),
      retire(world, bad),
      retire(world, first),
      ensureKeys(world.ports),
    ]);
    // The emergencies may have used both spares up: then the rotation has to wait for the new ones.
    expect(
      runs.filter(
        (run) => run.status === 'rejected' && !(run.reason instanceof NothingToPromoteError),
      ),
    ).toEqual([]);
    world.clock.time += 12 * MINUTE;
    await rotation();
    expect(world.signing().lastRotation).toBe(token);
    await ensureKeys(world.ports);
    const published = world.set().keys.map(({ kid }) => kid);
    expect(published).not.toContain(bad);
    expect(published).not.toContain(first);
    expectSettled(world);
  });
});

const retire = async (world: KeyWorld, kid: string) =>
  settleSigningKeys(world.ports, { reason: 'emergency', retire: [kid] });
