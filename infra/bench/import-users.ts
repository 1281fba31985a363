/**
 * `npm run bench:import -- 100000`: imports that many users into a local edition of its own, and says
 * how fast that went and how much memory the command took, by the quarters of its time.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { encodeBase64 } from '../../functions/core/passwords/base64-parts.ts';
import { findRunningEdition } from '../local/running-edition.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE_MS = 200;

const count = Number(process.argv[2] ?? 100_000);
const scratch = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
const file = join(scratch, 'users.csv');
const environment = { ...process.env, LATCHKEY_DATA: join(scratch, 'data'), PORT: '0' };

/** Users with hashes of their own, which nobody knows a password for. */
function* lines(): Generator<string> {
  yield 'username,email,full_name,user_id,created_at,password_hash\n';
  for (let n = 0; n < count; n += 1) {
    const [salt, digest] = [16, 32].map((bytes) => encodeBase64(randomBytes(bytes)));
    const hash = `"$argon2id$v=19$m=19456,t=2,p=1$${salt}$${digest}"`;
    yield `user${n},user${n}@example.com,User ${n},user:${randomUUID()},2026-01-01T00:00:00Z,${hash}\n`;
  }
}

const run = (...words: string[]): ChildProcess =>
  spawn(process.execPath, words, {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** @returns megabytes, or `null` where the system does not say */
function residentMegabytes({ pid }: ChildProcess): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return null;
  }
}

async function linesOf(child: ChildProcess): Promise<readonly string[]> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the process has no output');
  const printed: string[] = [];
  for await (const line of createInterface({ input: stdout })) printed.push(line);
  return printed;
}

await pipeline(Readable.from(lines()), createWriteStream(file));
const edition = run('infra/cli/start.ts');
edition.stdout?.resume();
try {
  while (findRunningEdition(environment.LATCHKEY_DATA) === null) {
    if (edition.exitCode !== null) throw new Error('the local edition did not start');
    await wait(SAMPLE_MS);
  }
  const command = run('infra/cli/users.ts', 'import', file, '--local', '--format', 'csv');
  const samples: number[] = [];
  const sampling = setInterval(() => {
    const resident = residentMegabytes(command);
    if (resident !== null && resident > 0) samples.push(resident);
  }, SAMPLE_MS);
  const [printed] = await Promise.all([linesOf(command), once(command, 'exit')]);
  clearInterval(sampling);
  for (const line of printed) console.log(line);

  const quarter = Math.ceil(samples.length / 4);
  const quarters = [0, 1, 2, 3].map((at) => samples.slice(at * quarter, (at + 1) * quarter));
  const figures = quarters.map((some) => `${Math.round(Math.max(0, ...some))} MB`);
  console.log(
    `resident memory of the command, highest by quarters of its time: ${figures.join(', ')}`,
  );
  const listed = await linesOf(run('infra/cli/users.ts', 'list', '--local'));
  console.log(
    `${listed.filter((line) => line.startsWith('user')).length} of ${count} are in the table`,
  );
} finally {
  if (edition.exitCode === null) {
    edition.kill('SIGTERM');
    await once(edition, 'exit');
  }
  rmSync(scratch, { recursive: true, force: true });
}
