import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { confirm, isCancel, password, progress } from '@clack/prompts';
import { createArgon2PasswordHasher } from '../../functions/adapters/argon2/argon2-password-hasher.ts';
import { openUsers } from './users/open-users.ts';
import { runUsersProgram } from './users/users-program.ts';

/** The construct's defaults. Where it has others, the first login brings the hash up to them. */
const ARGON2 = { memoryKiB: 19_456, timeCost: 2, parallelism: 1 };

/** Far more than a password has. */
const LONGEST_INPUT = 65_536;

const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
const output = process.stderr;

/** `npm run users -- …`; docs/operations.md says how to make the first one. */
process.exitCode = await runUsersProgram(process.argv.slice(2), {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
  confirm: isTerminal
    ? async (message) => {
        const answer = await confirm({ message, initialValue: false, output });
        return !isCancel(answer) && answer;
      }
    : null,
  askSecret: isTerminal
    ? async (message, problemOf) => {
        const validate = (typed: string | undefined) => problemOf(typed ?? '') ?? undefined;
        const answer = await password({ message, validate, output });
        return isCancel(answer) ? null : answer;
      }
    : null,
  readInput: process.stdin.isTTY ? null : readInput,
  open: (target) => openUsers(target, process.env),
  passwords: createArgon2PasswordHasher(ARGON2),
  now: () => Date.now(),
  newUserId: () => `user:${randomUUID()}`,
  pause: (ms) => pause(ms),
  progress: isTerminal
    ? (label, max) => {
        const bar = progress({ max, output });
        bar.start(label);
        return {
          advance: (step, text) => bar.advance(step, text),
          stop: (text) => bar.stop(text),
        };
      }
    : null,
});

async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_INPUT) break;
  }
  return Buffer.concat(chunks);
}
