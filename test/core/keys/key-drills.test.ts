import { dropCompromisedKeys, endKeys } from '../../../functions/core/keys/end-keys.ts';
import { KEY_SET_STALE_LIMIT_MS } from '../../../functions/core/keys/key-set-cache.ts';
import {
  EMERGENCY_DROP_DELAY_MS,
  EMERGENCY_WORST_CASE_MS,
  KEY_SET_MAX_AGE_SECONDS,
} from '../../../functions/core/keys/key-timing.ts';
import { rotateRing, ROTATION_STEPS } from '../../../functions/core/keys/rotate-ring.ts';
import { rotatedSigningKeys } from '../../../functions/core/keys/rotated-rings.ts';
import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import { keyLoad, type LiveToken, type Verdict } from '../../fakes/key-load.ts';
import { DAY, keyWorld, kidsIn, MINUTE, SECOND, type KeyWorld } from '../../fakes/key-world.ts';

/** A small generator, so that a failing run can be run again. */
const dice = (seed: number) => {
  let state = seed * 2_654_435_761 + 1;
  return (sides: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

const oldWorld = async (): Promise<KeyWorld> => {
  const world = keyWorld();
  await ensureKeys(world.ports);
  world.clock.time += DAY;
  return world;
};

test('three rotations during 20,000 verifications: nobody is refused', async () => {
  const VERIFICATIONS = 20_000;
  const roll = dice(7);
  const world = await oldWorld();
  const { ports, clock, manager } = world;
  const load = keyLoad(world);
  const rotate = async (): Promise<void> => {
    const token = manager.beginRotation('signing');
    for (const step of ROTATION_STEPS) await rotateRing(step, token, rotatedSigningKeys(ports));
  };
  const underway: Promise<void>[] = [];
  const signers = new Set<string>();
  const verdicts = new Map<Verdict, number>();
  let live: LiveToken[] = [];
  for (let count = 0; count < VERIFICATIONS; count += 1) {
    clock.time += roll(2 * SECOND);
    // The rotations, and runs that take out what has expired, go on beside the load.
    if (count % 5000 === 2500 && count < 15_000) underway.push(rotate());
    if (count % 1000 === 999) underway.push(ensureKeys(ports));
    if (count % 4 === 0) {
      const token = await load.sign(roll(load.signerCount));
      signers.add(token.kid);
      live = [...live.filter(({ expiresAt }) => expiresAt > clock.time + 10 * SECOND), token];
    }
    const token = live[roll(live.length)];
    if (token === undefined) throw new Error('there is no token');
    const verdict = await load.verify(roll(load.verifierCount), token);
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }
  await Promise.all(underway);
  expect([...verdicts]).toEqual([['accepted', VERIFICATIONS]]);
  expect(signers.size).toBe(4);
  // Two of the three retired keys have outlived their tokens meanwhile, and are gone.
  expect(kidsIn(world.signing(), 'retired').length).toBeLessThan(3);
}, 120_000);

const drill = async () => {
  const roll = dice(3);
  const world = await oldWorld();
  const { ports, clock } = world;
  const load = keyLoad(world);
  const stolen = world.signing().keys.find(({ state }) => state === 'active');
  if (stolen === undefined) throw new Error('there is no active key');
  const tokens: LiveToken[] = [];
  // Everybody is warm, each since another moment.
  for (let count = 0; count < 400; count += 1) {
    clock.time += SECOND;
    tokens.push(await load.sign(roll(load.signerCount)));
    await load.verify(roll(load.verifierCount), tokens.at(-1) as LiveToken);
  }
  const startedAt = clock.time;
  await endKeys(ports, [stolen.kid]);
  const first = await keyLoad(world).sign(0);
  const sightings: { after: number; kid: string; verifier: number; verdict: Verdict }[] = [];
  const signed: { after: number; kid: string }[] = [];
  const settling = { until: clock.time, pause: async () => {} };
  let isDropped = false;
  for (let count = 0; count < 900; count += 1) {
    const after = clock.time - startedAt;
    // By whatever runs next after the minute.
    if (!isDropped && after >= EMERGENCY_DROP_DELAY_MS) {
      isDropped = await dropCompromisedKeys(ports, settling);
    }
    for (let signer = 0; signer < load.signerCount; signer += 1) {
      const token = await load.sign(signer);
      signed.push({ after, kid: token.kid });
      tokens.push(token);
    }
    tokens.push(await load.mint(stolen));
    for (const token of tokens.slice(-5)) {
      const verifier = roll(load.verifierCount);
      const verdict = await load.verify(verifier, token);
      sightings.push({ after, kid: token.kid, verifier, verdict });
    }
    clock.time += SECOND;
  }
  return { load, stolen, first, sightings, signed };
};

describe('the emergency drill: the active key is retired under load, and somebody else has it', () => {
  let drilled: Awaited<ReturnType<typeof drill>>;
  beforeAll(async () => {
    drilled = await drill();
  }, 60_000);

  test('the new key signs at once: every signer has it within a minute', () => {
    const { signed, stolen, first } = drilled;
    expect(first.kid).not.toBe(stolen.kid);
    const late = signed.filter(({ after }) => after >= MINUTE);
    expect(late.length).toBeGreaterThan(1000);
    expect(new Set(late.map(({ kid }) => kid))).toEqual(new Set([first.kid]));
  });

  test('no token of the new key is refused, by anybody, ever', () => {
    const { sightings, stolen } = drilled;
    const fresh = sightings.filter(({ kid }) => kid !== stolen.kid);
    expect(fresh.length).toBeGreaterThan(3000);
    expect(fresh.filter(({ verdict }) => verdict !== 'accepted')).toEqual([]);
  });

  test('tokens of the old key die within the stated bound, forged ones too', () => {
    const { sightings, stolen, load } = drilled;
    const other = load.verifierCount - 1;
    const old = sightings.filter(({ kid }) => kid === stolen.kid);
    const accepted = old.filter(({ verdict }) => verdict === 'accepted');
    const ours = accepted.filter(({ verifier }) => verifier !== other);
    const theirs = accepted.filter(({ verifier }) => verifier === other);
    expect(ours.length).toBeGreaterThan(50);
    expect(Math.max(...ours.map(({ after }) => after))).toBeLessThan(EMERGENCY_WORST_CASE_MS);
    // Other verifiers follow their own caches.
    const theirBound = EMERGENCY_WORST_CASE_MS + KEY_SET_MAX_AGE_SECONDS * SECOND;
    expect(Math.max(...theirs.map(({ after }) => after))).toBeLessThan(theirBound);
    const refused = old.filter(({ after }) => after >= theirBound);
    expect(refused.length).toBeGreaterThan(100);
    expect(new Set(refused.map(({ verdict }) => verdict))).toEqual(new Set(['refused']));
  });
});

test('a verifier that is cut off from the key set honours the key for an hour at most, then nothing', async () => {
  const world = await oldWorld();
  const load = keyLoad(world);
  const stolen = world.signing().keys.find(({ state }) => state === 'active');
  if (stolen === undefined) throw new Error('there is no active key');
  expect(await load.verify(0, await load.mint(stolen))).toBe('accepted');
  load.cutOff.add(0);
  await endKeys(world.ports, [stolen.kid]);
  const verdicts: Verdict[] = [];
  for (let minute = 1; minute <= 70; minute += 1) {
    world.clock.time += MINUTE;
    verdicts.push(await load.verify(0, await load.mint(stolen)));
  }
  const limit = KEY_SET_STALE_LIMIT_MS / MINUTE;
  expect(new Set(verdicts.slice(0, limit - 1))).toEqual(new Set(['accepted']));
  expect(new Set(verdicts.slice(limit - 1))).toEqual(new Set(['unavailable']));
});
