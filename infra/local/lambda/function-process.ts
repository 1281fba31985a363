import { spawn, type ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { failed, type Invocation, type InvocationResult } from './invocation.ts';
import { serveRuntimeApi, type InvocationHeaders, type RuntimeApi } from './runtime-api.ts';

/** One process of a function, which serves one event at a time. */
export interface FunctionProcess {
  readonly pid: number;
  /** Settles when it is ready for its first event; rejects with what went wrong. */
  readonly initialized: Promise<void>;
  /** Settles when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** @returns its answer, or that it ended before it answered */
  invoke(invocation: Invocation, headers: InvocationHeaders): Promise<InvocationResult>;
  kill(): void;
}

/** Compiled, as in the package, it lies beside this file too. */
const CLIENT = join(import.meta.dirname, `runtime-client${extname(import.meta.filename)}`);

/**
 * Starts a process that runs one function's bundle under the Runtime API.
 *
 * @param environmentFor the whole environment, given the Runtime API's port and secret
 * @param onLine takes each line that the function prints
 */
export async function startFunctionProcess(
  environmentFor: (api: Pick<RuntimeApi, 'port' | 'secret'>) => Record<string, string>,
  onLine: (line: string) => void,
): Promise<FunctionProcess> {
  const api = await serveRuntimeApi();
  const child = spawn(process.execPath, [CLIENT], {
    env: environmentFor(api),
    // The fourth is open as long as this process lives: the child ends when it closes.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onLine);
  }
  const ending = endOf(child, api);
  return {
    pid: child.pid ?? 0,
    initialized: Promise.race([
      api.initialized,
      ending.then((how) => Promise.reject(new Error(how))),
    ]),
    exited: ending.then(() => {}),
    invoke: (invocation, headers) =>
      Promise.race([
        api.invoke(invocation, headers),
        ending.then((how) =>
          failed('Runtime.ExitError', `RequestId: ${invocation.requestId} Error: ${how}`),
        ),
      ]),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** @returns how it ended, in Lambda's words */
const endOf = (child: ChildProcess, api: RuntimeApi): Promise<string> =>
  new Promise((resolve) => {
    const end = (how: string): void => {
      // What it said of its start comes before its exit.
      setImmediate(() => resolve(how));
      void api.stop();
    };
    child.once('error', (error) => end(`Runtime can't start: ${error.message}`));
    child.once('exit', (code, signal) =>
      end(
        code === null
          ? `Runtime exited with error: signal: ${signal}`
          : code === 0
            ? 'Runtime exited without providing a reason'
            : `Runtime exited with error: exit status ${code}`,
      ),
    );
  });
