import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { documentedCommands, type CommandResult } from './documented-commands.ts';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Runs the users commands of docs/operations.md on a local edition: `--local` in place of the stack.
 *
 * @param dataDirectory of the edition
 */
export function userCommands(dataDirectory: string) {
  const documented = documentedCommands('docs/operations.md', 'npm run users -- ');
  return {
    /**
     * @param line a command as it stands on the page
     * @param password what is piped in
     * @param more words that the page doesn't have
     */
    async run(line: string, password = '', ...more: string[]): Promise<CommandResult> {
      if (!documented.has(line)) throw new Error(`docs/operations.md does not say: ${line}`);
      const words = line
        .replace('npm run users -- ', '')
        .replace('--stack LatchkeyStack', '--local')
        .split(' ');
      const stdin = password === '' ? [] : ['--password-stdin'];
      const child = spawn(process.execPath, ['infra/cli/users.ts', ...words, ...stdin, ...more], {
        cwd: ROOT,
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          LATCHKEY_DATA: dataDirectory,
        },
      });
      child.stdin.end(password);
      const exited = new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => resolve(code ?? 1));
      });
      const [stdout, stderr, exitCode] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        exited,
      ]);
      return { exitCode, stdout, stderr };
    },
  };
}
