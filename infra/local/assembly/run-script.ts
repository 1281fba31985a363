import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';

/**
 * Runs one of the repository's scripts in a process of its own.
 *
 * @param what the step's name, for the error: `the CDK app doesn't synthesize`
 * @throws StartError with the line that says what is wrong
 */
export function runScript(
  root: string,
  script: string,
  environment: Readonly<Record<string, string>>,
  what: string,
): Promise<void> {
  const child = spawn(process.execPath, [join(root, script)], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return untilDone(child, `node ${script}`, what);
}

/**
 * Runs somebody's CDK app as the CDK's command line does: by a shell, with the whole environment.
 *
 * @param command the `app` of `cdk.json`
 * @throws StartError as `runScript`
 */
export function runApp(
  folder: string,
  command: string,
  environment: Readonly<Record<string, string>>,
  what: string,
): Promise<void> {
  const child = spawn(command, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: true,
  });
  return untilDone(child, command, what);
}

async function untilDone(child: ChildProcess, command: string, what: string): Promise<void> {
  // Ctrl-C while it works ends it too.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => process.off('exit', end));
  if (code !== 0) throw new StartError(`${what}: ${tellingLine(output)} (${command} says more)`);
}

const tellingLine = (output: string): string => {
  const lines = output.split('\n').map((line) => line.trim());
  return (
    lines.find((line) => /\b(?:[A-Za-z]*Error\b.*|ERROR):/.test(line)) ??
    lines.find((line) => line !== '') ??
    'it gave no reason'
  );
};
