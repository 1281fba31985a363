import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { progress } from '@clack/prompts';
import { createArgon2PasswordHasher } from '../../functions/adapters/argon2/argon2-password-hasher.ts';
import { isTerminal, terminal } from './terminal.ts';
import { openUsers } from './users/open-users.ts';
import { runUsersProgram } from './users/users-program.ts';

/** The construct's defaults. Where it has others, the first login brings the hash up to them. */
const ARGON2 = { memoryKiB: 19_456, timeCost: 2, parallelism: 1 };

/** `npm run users -- …`; docs/operations.md says how to make the first one. */
process.exitCode = await runUsersProgram(process.argv.slice(2), {
  ...terminal,
  open: (target) => openUsers(target, process.env),
  passwords: createArgon2PasswordHasher(ARGON2),
  now: () => Date.now(),
  newUserId: () => `user:${randomUUID()}`,
  pause: (ms) => pause(ms),
  progress: isTerminal
    ? (label, max) => {
        const bar = progress({ max, output: process.stderr });
        bar.start(label);
        return {
          advance: (step, text) => bar.advance(step, text),
          stop: (text) => bar.stop(text),
        };
      }
    : null,
});
