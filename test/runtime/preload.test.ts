import { preload } from '../../functions/runtime/preload.ts';

/** A read that fails as often as it is told to, and counts. */
class Flaky {
  reads = 0;
  failures: number;

  constructor(failures: number) {
    this.failures = failures;
  }

  readonly read = (): Promise<string> => {
    this.reads++;
    return this.reads > this.failures
      ? Promise.resolve('the keys')
      : Promise.reject(new Error('no answer within 1000 ms'));
  };
}

/** Lets everything settle that waits for nothing else. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('reads once, at the start, and lets every request pass', async () => {
  const secret = new Flaky(0);
  const ready = preload({ SECRET: secret.read });
  await settle();
  expect(secret.reads).toBe(1);
  await Promise.all([ready(), ready()]);
  await ready();
  expect(secret.reads).toBe(1);
});

test('names every read that fails at once', async () => {
  const ready = preload({
    ONE: new Flaky(9).read,
    TWO: () => Promise.resolve(),
    THREE: new Flaky(9).read,
  });
  await expect(ready()).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringMatching(
      /ONE: Error: no answer.*\n?.*THREE: Error: no answer/s,
    ) as string,
  });
});

test('reads again for the request that comes after a start that failed', async () => {
  const secret = new Flaky(1);
  const ready = preload({ SECRET: secret.read });
  await settle();
  await expect(ready()).resolves.toBeUndefined();
  expect(secret.reads).toBe(2);
});

test('reads again for each request, for as long as it fails, and not in between', async () => {
  const secret = new Flaky(3);
  const ready = preload({ SECRET: secret.read });
  await settle();
  await expect(ready()).rejects.toThrow('SECRET');
  await expect(ready()).rejects.toThrow('SECRET');
  await settle();
  expect(secret.reads).toBe(3);
  await expect(Promise.all([ready(), ready()])).resolves.toHaveLength(2);
  expect(secret.reads).toBe(4);
});
