import { createFunctionPool } from '../../../../infra/local/lambda/function-pool.ts';
import type { FunctionProcess } from '../../../../infra/local/lambda/function-process.ts';
import type { InvocationResult } from '../../../../infra/local/lambda/invocation.ts';

/** A process that a test answers for. */
class ScriptedProcess implements FunctionProcess {
  readonly pid = 1;
  readonly #exit = Promise.withResolvers<void>();
  readonly #init = Promise.withResolvers<void>();
  readonly asked: string[] = [];
  answer: (result: InvocationResult) => void = () => {};
  killed = false;

  get initialized(): Promise<void> {
    return this.#init.promise;
  }

  get exited(): Promise<void> {
    return this.#exit.promise;
  }

  start(): void {
    this.#init.resolve();
  }

  fail(reason: string): void {
    this.#init.reject(new Error(reason));
    this.#exit.resolve();
  }

  invoke({ payload }: { payload: string }): Promise<InvocationResult> {
    this.asked.push(payload);
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  kill(): void {
    this.killed = true;
    this.#init.reject(new Error('killed'));
    this.#exit.resolve();
  }
}

const returned = (payload: string): InvocationResult => ({ outcome: 'returned', payload });
/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function createBench(maxProcesses = 2) {
  const processes: ScriptedProcess[] = [];
  const timers: { ms: number; fire: () => void; called: boolean }[] = [];
  const lines: string[] = [];
  const pool = createFunctionPool({
    functionArn: 'arn',
    timeoutMs: 3000,
    maxProcesses,
    clock: { now: () => 0, offsetMs: 0 },
    start: () => {
      const started = new ScriptedProcess();
      processes.push(started);
      return Promise.resolve(started);
    },
    onPlatformLine: (line) => lines.push(line),
    after: (ms, action) => {
      const timer = { ms, fire: action, called: true };
      timers.push(timer);
      return () => {
        timer.called = false;
      };
    },
  });
  return { pool, processes, timers, lines };
}

describe('a pool of function processes', () => {
  it('uses a warm process again and again', async () => {
    const { pool, processes } = createBench();
    const warm = pool.warm();
    await settle();
    processes[0]?.start();
    await warm;
    for (const payload of ['a', 'b']) {
      const result = pool.invoke(payload);
      await settle();
      processes[0]?.answer(returned(payload));
      expect(await result).toEqual(returned(payload));
    }
    expect(processes).toHaveLength(1);
    expect(processes[0]?.asked).toEqual(['a', 'b']);
  });

  it('starts more processes under load, up to the maximum, and queues the rest', async () => {
    const { pool, processes } = createBench(2);
    const results = ['a', 'b', 'c'].map((payload) => pool.invoke(payload));
    await settle();
    expect(processes).toHaveLength(2);
    for (const one of processes) one.start();
    await settle();
    expect(processes.flatMap(({ asked }) => asked).toSorted()).toEqual(['a', 'b']);
    for (const one of processes) one.answer(returned(one.asked[0] ?? ''));
    await settle();
    const third = processes.find(({ asked }) => asked.length === 2);
    third?.answer(returned(third.asked[1] ?? ''));
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c'].map(returned));
  });

  it('kills a process that takes longer than its timeout and starts another', async () => {
    const { pool, processes, timers, lines } = createBench(1);
    const late = pool.invoke('slow');
    await settle();
    processes[0]?.start();
    await settle();
    timers.find(({ ms, called }) => ms === 3000 && called)?.fire();
    expect(await late).toMatchObject({
      outcome: 'failed',
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/Task timed out after 3\.00 seconds$/),
    });
    expect(processes[0]?.killed).toBe(true);
    expect(lines).toHaveLength(1);
    const next = pool.invoke('next');
    await settle();
    processes[1]?.start();
    await settle();
    processes[1]?.answer(returned('fine'));
    expect(await next).toEqual(returned('fine'));
  });

  it('calls the timeout off when the answer comes', async () => {
    const { pool, processes, timers } = createBench();
    const result = pool.invoke('a');
    await settle();
    processes[0]?.start();
    await settle();
    processes[0]?.answer(returned('a'));
    await result;
    expect(timers.every(({ called }) => !called)).toBe(true);
  });

  it('replaces a process that has crashed', async () => {
    const { pool, processes, lines } = createBench(1);
    const crashed = pool.invoke('a');
    await settle();
    processes[0]?.start();
    await settle();
    processes[0]?.answer({
      outcome: 'failed',
      errorType: 'Runtime.ExitError',
      errorMessage: 'gone',
    });
    processes[0]?.kill();
    expect(await crashed).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(lines).toEqual(['gone']);
    void pool.invoke('b');
    await settle();
    expect(processes).toHaveLength(2);
  });

  it('keeps a process whose handler threw', async () => {
    const { pool, processes } = createBench(1);
    const thrown = pool.invoke('a');
    await settle();
    processes[0]?.start();
    await settle();
    processes[0]?.answer({ outcome: 'failed', errorType: 'TypeError', errorMessage: 'x' });
    await thrown;
    void pool.invoke('b');
    await settle();
    expect(processes[0]?.asked).toEqual(['a', 'b']);
  });

  it('fails the event of a function that cannot start, and tries again at the next', async () => {
    const { pool, processes, lines } = createBench(1);
    const result = pool.invoke('a');
    await settle();
    processes[0]?.fail('no configuration');
    expect(await result).toMatchObject({
      errorType: 'Runtime.InitError',
      errorMessage: 'no configuration',
    });
    expect(lines).toEqual(["can't start: no configuration"]);
    void pool.invoke('b');
    await settle();
    expect(processes).toHaveLength(2);
  });

  it('gives a start ten seconds', async () => {
    const { pool, processes, timers } = createBench(1);
    const result = pool.invoke('a');
    await settle();
    timers.find(({ ms }) => ms === 10_000)?.fire();
    expect(processes[0]?.killed).toBe(true);
    expect(await result).toMatchObject({ errorType: 'Runtime.InitError' });
  });

  it('kills everything when it stops, what is just starting too', async () => {
    const { pool, processes } = createBench(2);
    const waiting = pool.invoke('a');
    await settle();
    await pool.stop();
    expect(processes.every(({ killed }) => killed)).toBe(true);
    expect(await waiting).toMatchObject({ outcome: 'failed', errorType: 'Runtime.Stopped' });
    expect(await pool.invoke('b')).toMatchObject({ errorType: 'Runtime.Stopped' });
  });
});
