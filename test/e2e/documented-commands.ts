import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** How a command line ended. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of this repository, as a shell in its folder would. */
export const runProgram = (
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      ...environment,
    };
    execFile(file, [...words], { cwd: ROOT, env }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1;
      resolve({ exitCode, stdout, stderr });
    });
  });

/** @returns the command lines in a page's console blocks that begin so, each once */
export function documentedCommands(page: string, beginning: string): ReadonlySet<string> {
  const blocks = readFileSync(join(ROOT, page), 'utf8').matchAll(/```console\n([\s\S]*?)```/g);
  const lines = [...blocks].flatMap(([, block = '']) => block.split('\n'));
  return new Set(
    lines.map((line) => line.trim()).filter((line) => line !== '' && line.startsWith(beginning)),
  );
}

/**
 * Runs the commands of docs/operations.md on a local edition: `--local` in place of the stack, and
 * without waiting in real time.
 *
 * @param dataDirectory of the edition
 */
export function keyCommands(dataDirectory: string) {
  const documented = documentedCommands('docs/operations.md', 'npm run keys -- ');
  return {
    /**
     * @param line a command as it stands on the page
     * @param kid what `KID` stands for
     * @param more words that the page doesn't have
     */
    async run(line: string, kid = '', ...more: string[]): Promise<CommandResult> {
      if (!documented.has(line)) throw new Error(`docs/operations.md does not say: ${line}`);
      const words = line
        .replace('npm run keys -- ', '')
        .replace('--stack LatchkeyStack', '--local')
        .replace('KID', kid)
        .split(' ');
      return runProgram(process.execPath, ['infra/cli/keys.ts', ...words, ...more], {
        LATCHKEY_DATA: dataDirectory,
      });
    },
  };
}
