import { randomBytes } from 'node:crypto';
import { confirm, isCancel } from '@clack/prompts';
import { runClientsProgram } from './clients/clients-program.ts';
import { openUsers } from './users/open-users.ts';

const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
const output = process.stderr;

/** `npm run clients -- …`: the confidential clients of a service. */
process.exitCode = await runClientsProgram(process.argv.slice(2), {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
  confirm: isTerminal
    ? async (message) => {
        const answer = await confirm({ message, initialValue: false, output });
        return !isCancel(answer) && answer;
      }
    : null,
  // Clients stand in the users' table.
  open: (target) => openUsers(target, process.env),
  now: () => Date.now(),
  random: { bytes: randomBytes },
});
