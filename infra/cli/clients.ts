import { randomBytes } from 'node:crypto';
import { runClientsProgram } from './clients/clients-program.ts';
import { terminal } from './terminal.ts';
import { openUsers } from './users/open-users.ts';

/** `npm run clients -- …`: the confidential clients of a service. */
process.exitCode = await runClientsProgram(process.argv.slice(2), {
  ...terminal,
  // Clients stand in the users' table.
  open: (target) => openUsers(target, process.env),
  now: () => Date.now(),
  random: { bytes: randomBytes },
});
