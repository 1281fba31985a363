import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Debian's own Python has the libraries that the examples need, as packages. */
export const PYTHON = '/usr/bin/python3';

/**
 * @param modules what the tests need of Python
 * @returns `describe` where they are installed, else one that runs nothing, and a remark for its name
 */
export const describeWithPython = (
  ...modules: readonly string[]
): readonly [describe: jest.Describe, remark: string] =>
  spawnSync(PYTHON, ['-c', `import ${modules.join(', ')}`]).status === 0
    ? [describe, '']
    : [describe.skip, ` (NOT RUN: ${PYTHON} lacks one of ${modules.join(', ')})`];

/** A service of the examples that listens. */
export interface RunningExample {
  readonly url: string;
  /** Everything that it has printed. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts a service of the examples and waits until it says where it listens.
 *
 * @param environment beside the path
 */
export async function startExample(
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RunningExample> {
  const child = spawn(file, [...words], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1', ...environment },
  });
  let output = '';
  const listening = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const port = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(output)?.[1];
      if (port !== undefined) listening.resolve(`http://127.0.0.1:${port}`);
    });
  }
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      listening.reject(new Error(`it ended: ${output}`));
      resolve();
    });
  });
  return {
    url: await listening.promise,
    output: () => output,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
