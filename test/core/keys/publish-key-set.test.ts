import type { SigningKey } from '../../../functions/core/keys/key-rings.ts';
import { publishRing, toPublicJwk } from '../../../functions/core/keys/publish-key-set.ts';
import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import { keyWorld } from '../../fakes/key-world.ts';

const HOUR = 3600;

const fixture = async () => {
  const world = keyWorld();
  await ensureKeys(world.ports);
  return { ring: world.signing(), set: world.set(), now: world.clock.time };
};

describe('publishing a ring', () => {
  test('changes nothing when the set has all of it', async () => {
    const { ring, set, now } = await fixture();
    expect(publishRing(set, ring, HOUR, now)).toBe(set);
  });

  test('adds what the set lacks', async () => {
    const { ring, set, now } = await fixture();
    expect(publishRing({ keys: [] }, ring, HOUR, now)).toEqual(set);
  });

  test('leaves a key that another writer has published since this ring was read', async () => {
    const { ring, set, now } = await fixture();
    const older = { keys: ring.keys.slice(0, 2) };
    expect(publishRing(set, older, HOUR, now)).toBe(set);
  });

  test('takes out what nobody accepts any more, and does not put it back', async () => {
    const { ring, set, now } = await fixture();
    const [first, ...others] = ring.keys as readonly [SigningKey, ...SigningKey[]];
    const dropped: SigningKey = { ...first, state: 'retired', retiredAt: now, dropAt: now };
    const after = publishRing(set, { keys: [dropped, ...others] }, HOUR, now);
    expect(after.keys.map(({ kid }) => kid)).toEqual(others.map(({ kid }) => kid));
    expect(publishRing(after, { keys: [dropped, ...others] }, HOUR, now)).toBe(after);
  });

  test('picks public members by name, so that an unknown private one stays private', async () => {
    const { ring } = await fixture();
    const [key] = ring.keys as readonly [SigningKey];
    const privateJwk = { ...key.privateJwk, novel: 'secret' };
    expect(Object.keys(toPublicJwk({ ...key, privateJwk })).toSorted()).toEqual([
      'alg',
      'crv',
      'kid',
      'kty',
      'use',
      'x',
      'y',
    ]);
  });
});
