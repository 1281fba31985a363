import { generateSigningKey } from '../../../functions/core/keys/generate-keys.ts';
import type { PublicJwk } from '../../../functions/core/keys/key-rings.ts';
import {
  createKeySetCache,
  KeySetUnavailableError,
} from '../../../functions/core/keys/key-set-cache.ts';
import { toPublicJwk } from '../../../functions/core/keys/publish-key-set.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A secret whose content, failures and speed the test decides. */
async function cacheBench() {
  const first = toPublicJwk(await generateSigningKey('ES256', 0));
  const second = toPublicJwk(await generateSigningKey('ES256', 0));
  const world = {
    now: 0,
    reads: 0,
    text: '' as string | null,
    failure: null as Error | null,
    gate: Promise.resolve(),
    reports: [] as unknown[],
    reasons: [] as string[],
    publish: (...keys: PublicJwk[]) => void (world.text = JSON.stringify({ keys })),
  };
  world.publish(first);
  const cache = createKeySetCache({
    secret: {
      async read() {
        world.reads += 1;
        await world.gate;
        if (world.failure !== null) throw world.failure;
        return world.text === null ? null : { value: world.text, versionId: 'v' };
      },
    },
    clock: { now: () => world.now },
    report(error, reason) {
      world.reports.push(error);
      world.reasons.push(reason);
    },
  });
  return { first, second, world, cache };
}

describe('the key set cache', () => {
  it('reads once in five minutes', async () => {
    const { first, world, cache } = await cacheBench();
    expect(await cache.find(first.kid)).toEqual(first);
    world.now = 5 * MINUTE - 1;
    expect(await cache.find(first.kid)).toEqual(first);
    expect(await cache.all()).toEqual({ keys: [first] });
    expect(world.reads).toBe(1);
    world.now = 5 * MINUTE;
    await cache.find(first.kid);
    expect(world.reads).toBe(2);
  });

  it('gives the same object for a key until the next read', async () => {
    const { first, cache } = await cacheBench();
    expect(await cache.find(first.kid)).toBe(await cache.find(first.kid));
  });

  it('reads again for an unknown id, every 30 s at most', async () => {
    const { first, second, world, cache } = await cacheBench();
    await cache.find(first.kid);
    world.publish(first, second);
    world.now = 30 * SECOND - 1;
    expect(await cache.find(second.kid)).toBeNull();
    expect(world.reads).toBe(1);
    world.now = 30 * SECOND;
    expect(await cache.find(second.kid)).toEqual(second);
    expect(world.reads).toBe(2);
    for (let index = 0; index < 20; index += 1) expect(await cache.find(`no${index}`)).toBeNull();
    expect(world.reads).toBe(2);
  });

  it('shares one read among concurrent calls', async () => {
    const { first, world, cache } = await cacheBench();
    const { promise, resolve } = Promise.withResolvers<void>();
    world.gate = promise;
    const calls = Array.from({ length: 10 }, (_, index) =>
      cache.find(index % 2 === 0 ? first.kid : 'unknown'),
    );
    resolve();
    expect(await Promise.all(calls)).toContainEqual(first);
    expect(world.reads).toBe(1);
  });

  it('forgets a key that is published no more', async () => {
    const { first, second, world, cache } = await cacheBench();
    await cache.find(first.kid);
    world.publish(second);
    world.now = 5 * MINUTE;
    expect(await cache.find(first.kid)).toBeNull();
  });

  it('works with the set it has while the secret is unreachable, for an hour, and reports', async () => {
    const { first, world, cache } = await cacheBench();
    await cache.find(first.kid);
    world.failure = new Error('unreachable');
    world.now = 60 * MINUTE - 1;
    expect(await cache.find(first.kid)).toEqual(first);
    expect(world.reports).toEqual([world.failure]);
    world.now = 60 * MINUTE;
    await expect(cache.find(first.kid)).rejects.toThrow(KeySetUnavailableError);
    expect(world.reasons).toEqual(['stale_but_used', 'failed_closed']);
    world.failure = null;
    expect(await cache.find(first.kid)).toEqual(first);
    expect(world.reasons).toHaveLength(2);
  });

  it('tries an unreachable secret every 30 s at most while it has a set', async () => {
    const { first, world, cache } = await cacheBench();
    await cache.find(first.kid);
    world.failure = new Error('unreachable');
    for (world.now = 10 * MINUTE; world.now < 11 * MINUTE; world.now += SECOND) {
      await cache.find(first.kid);
    }
    expect(world.reads).toBe(1 + 2);
  });

  it('does not call a key unknown on the word of an old set', async () => {
    const { first, second, world, cache } = await cacheBench();
    await cache.find(first.kid);
    world.failure = new Error('unreachable');
    world.now = 5 * MINUTE - 1;
    expect(await cache.find(second.kid)).toBeNull();
    world.now = 5 * MINUTE;
    await expect(cache.find(second.kid)).rejects.toThrow(KeySetUnavailableError);
    expect(world.reasons).toEqual(['stale_but_used', 'failed_closed']);
  });

  it.each([
    ['no version yet', null],
    ['no JSON', '{"keys":'],
    ['no keys', '{"keys":[]}'],
    ['a list', '[]'],
    ['a symmetric key', '{"keys":[{"kty":"oct","kid":"a","use":"sig","alg":"HS256","k":"AA"}]}'],
  ])('fails, and reads at every call, while there is %s', async (_, text) => {
    const { first, world, cache } = await cacheBench();
    world.text = text;
    await expect(cache.find(first.kid)).rejects.toThrow(KeySetUnavailableError);
    await expect(cache.all()).rejects.toThrow(KeySetUnavailableError);
    expect(world.reads).toBe(2);
    expect(world.reasons).toEqual(['failed_closed', 'failed_closed']);
    world.publish(first);
    expect(await cache.find(first.kid)).toEqual(first);
  });

  it('keeps the set it has when the new one can not be parsed', async () => {
    const { first, world, cache } = await cacheBench();
    await cache.find(first.kid);
    world.text = '{}';
    world.now = 6 * MINUTE;
    expect(await cache.find(first.kid)).toEqual(first);
    expect(world.reports).toHaveLength(1);
  });

  it.each(['__proto__', 'constructor', 'toString'])('finds nothing under %s', async (kid) => {
    const { cache } = await cacheBench();
    expect(await cache.find(kid)).toBeNull();
  });
});
