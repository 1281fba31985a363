import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Runs the clients command on a local edition.
 *
 * @param dataDirectory of the edition
 */
export const clientCommands =
  (dataDirectory: string) =>
  async (...words: string[]): Promise<{ readonly stdout: string }> => {
    const child = spawn(process.execPath, ['infra/cli/clients.ts', ...words, '--local'], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        LATCHKEY_DATA: dataDirectory,
      },
    });
    child.stdin.end();
    const exited = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
    const [stdout, stderr, exitCode] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      exited,
    ]);
    if (exitCode !== 0) throw new Error(`clients ${words.join(' ')} failed: ${stderr}`);
    return { stdout };
  };
