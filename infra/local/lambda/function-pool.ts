import { randomUUID } from 'node:crypto';
import { failed, type Invocation, type InvocationResult } from './invocation.ts';
import { afterTimer, type After } from '../timers.ts';
import type { FunctionProcess } from './function-process.ts';

/** A function that can be called. */
export interface FunctionPool {
  /** Starts a process ahead of the first event. @throws Error when it can't start */
  warm(): Promise<void>;
  /** Runs one event, now or when a process is free. It never rejects. Default: a new id. */
  invoke(payload: string, requestId?: string): Promise<InvocationResult>;
  /** Kills every process; whatever waits fails. */
  stop(): Promise<void>;
}

/** What a pool needs. */
export interface FunctionPoolOptions {
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly maxProcesses: number;
  start(): Promise<FunctionProcess>;
  readonly clock: { now(): number; readonly offsetMs: number };
  /** Lambda's own lines: a timeout, a crash, a function that can't start. */
  onPlatformLine(line: string): void;
  /** Default: a timer. */
  readonly after?: After;
}

/** The longest that a start may take before the first event (Lambda's init phase). */
const INIT_TIMEOUT_MS = 10_000;

interface Waiting {
  readonly invocation: Invocation;
  resolve(result: InvocationResult): void;
}

/** Runs one function in as many processes as it needs, up to a maximum; more events wait in line. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { after = afterTimer } = options;
  const processes = new Set<FunctionProcess>();
  const idle: FunctionProcess[] = [];
  const queue: Waiting[] = [];
  const starts = new Set<Promise<void>>();
  /** Processes that take up a place: from the start of their start to their end. */
  let places = 0;
  let stopped = false;

  const startOne = async (): Promise<void> => {
    places++;
    const started = await options.start().catch((error: unknown) => {
      places--;
      throw error;
    });
    processes.add(started);
    if (stopped) started.kill();
    void started.exited.then(() => {
      places--;
      forget(started);
      pump();
    });
    const callOff = after(INIT_TIMEOUT_MS, () => started.kill());
    await started.initialized.finally(callOff);
    idle.push(started);
  };
  const start = (): Promise<void> => {
    const begun = startOne().finally(() => starts.delete(begun));
    starts.add(begun);
    return begun.then(() => pump());
  };
  const forget = (ended: FunctionProcess): void => {
    processes.delete(ended);
    const at = idle.indexOf(ended);
    if (at >= 0) idle.splice(at, 1);
  };
  const pump = (): void => {
    if (stopped) return;
    while (queue.length > 0 && idle.length > 0) {
      // The one used last is the warmest.
      void run(idle.pop() as FunctionProcess, queue.shift() as Waiting);
    }
    while (queue.length > starts.size && places < options.maxProcesses) {
      start().catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        options.onPlatformLine(`can't start: ${message}`);
        queue.shift()?.resolve(failed('Runtime.InitError', message));
        pump();
      });
    }
  };

  const run = async (target: FunctionProcess, waiting: Waiting): Promise<void> => {
    const { invocation } = waiting;
    const timeout = Promise.withResolvers<InvocationResult>();
    const callOff = after(options.timeoutMs, () => {
      const seconds = (options.timeoutMs / 1000).toFixed(2);
      const message = `${invocation.requestId} Task timed out after ${seconds} seconds`;
      timeout.resolve(failed('Sandbox.Timedout', message));
      options.onPlatformLine(message);
      forget(target);
      target.kill();
    });
    const result = await Promise.race([
      target.invoke(invocation, {
        functionArn: options.functionArn,
        deadlineMs: options.clock.now() + options.timeoutMs,
        clockOffsetMs: options.clock.offsetMs,
      }),
      timeout.promise,
    ]);
    callOff();
    if (result.outcome === 'failed' && result.errorType === 'Runtime.ExitError') {
      options.onPlatformLine(result.errorMessage);
      forget(target);
    }
    waiting.resolve(result);
    if (processes.has(target)) idle.push(target);
    pump();
  };

  return {
    async warm() {
      if (places === 0) await start();
    },
    invoke: (payload, requestId = randomUUID()) =>
      new Promise((resolve) => {
        if (stopped) return resolve(failed('Runtime.Stopped', 'the local edition is stopping'));
        queue.push({ invocation: { requestId, payload }, resolve });
        pump();
      }),
    async stop() {
      stopped = true;
      for (const waiting of queue.splice(0)) {
        waiting.resolve(failed('Runtime.Stopped', 'the local edition is stopping'));
      }
      const all = [...processes];
      for (const one of all) one.kill();
      // One that was just being started kills itself.
      await Promise.allSettled(starts);
      await Promise.all(all.map((one) => one.exited));
    },
  };
}
