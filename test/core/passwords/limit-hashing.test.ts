import { hashesAtOnce, limitHashing } from '../../../functions/core/passwords/limit-hashing.ts';
import type { PasswordHasher } from '../../../functions/core/passwords/password-hasher.ts';
import { cheapHasher } from '../../fakes/sign-in-bench.ts';

/** A hasher whose hashes end when the test says so. */
class SlowHasher {
  readonly begun: string[] = [];
  readonly #endings = new Map<string, PromiseWithResolvers<void>>();

  readonly hasher: PasswordHasher = {
    ...cheapHasher,
    hash: (password) => this.#work(password, password),
    verify: (_, password) => this.#work(password, true),
  };

  async end(password: string): Promise<void> {
    this.#endings.get(password)?.resolve();
    await settled();
  }

  async fail(password: string): Promise<void> {
    this.#endings.get(password)?.reject(new Error('no memory'));
    await settled();
  }

  async #work<T>(password: string, result: T): Promise<T> {
    const ending = Promise.withResolvers<void>();
    this.#endings.set(password, ending);
    this.begun.push(password);
    await ending.promise;
    return result;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('hashing a few passwords at once', () => {
  it('begins no more than are allowed, and the next in the order of coming', async () => {
    const slow = new SlowHasher();
    const limited = limitHashing(slow.hasher, 2);
    const [first, ...others] = ['a', 'b', 'c', 'd'].map((password, index) =>
      index % 2 === 0 ? limited.hash(password) : limited.verify('hash', password),
    );
    await settled();
    expect(slow.begun).toEqual(['a', 'b']);
    await slow.end('a');
    await expect(first).resolves.toBe('a');
    expect(slow.begun).toEqual(['a', 'b', 'c']);
    // Somebody who comes just now waits behind those who were there.
    const last = limited.hash('e');
    await slow.end('c');
    expect(slow.begun).toEqual(['a', 'b', 'c', 'd']);
    for (const password of ['b', 'd', 'e']) await slow.end(password);
    await expect(Promise.all([...others, last])).resolves.toEqual([true, 'c', true, 'e']);
  });

  it('gives the place of one that failed to the next', async () => {
    const slow = new SlowHasher();
    const limited = limitHashing(slow.hasher, 1);
    const failing = limited.verify('hash', 'a');
    const next = limited.verify('hash', 'b');
    await settled();
    await Promise.all([expect(failing).rejects.toThrow('no memory'), slow.fail('a')]);
    expect(slow.begun).toEqual(['a', 'b']);
    await slow.end('b');
    await expect(next).resolves.toBe(true);
    const later = limited.hash('c');
    await settled();
    expect(slow.begun).toEqual(['a', 'b', 'c']);
    await slow.end('c');
    await later;
  });

  it('lets what computes nothing pass', () => {
    const limited = limitHashing(cheapHasher, 1);
    expect(limited.canVerify(limited.dummyHash)).toBe(true);
    expect(limited.needsRehash(limited.dummyHash)).toBe(false);
  });

  it.each([
    [128, 1],
    [512, 1],
    [1024, 3],
    [1769, 4],
    [10_240, 4],
    [Number.NaN, 1],
  ])('does as many as %d MiB hold: %d', (memoryMiB, atOnce) => {
    expect(hashesAtOnce(memoryMiB)).toBe(atOnce);
  });
});
