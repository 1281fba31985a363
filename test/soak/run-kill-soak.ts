/**
 * `npm run soak:kill -- [--kills 100] [--clients 8]`: kills the whole local edition again and again
 * under load, and ends with 1 if a promise of the refresh tokens broke.
 */
import { parseArgs } from 'node:util';
import { soakUnderKills } from './kill-soak.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    clients: { type: 'string', default: '8' },
  },
});
const count = (name: 'kills' | 'clients', most: number): number => {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1 || number > most) {
    console.error(`--${name} must be a whole number from 1 to ${most}`);
    process.exit(2);
  }
  return number;
};

// 100 sessions are what one user may have.
const orders = { kills: count('kills', 100_000), clients: count('clients', 100) };
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const startedAt = performance.now();
const report = await soakUnderKills({ ...orders, onProgress: (line) => console.log(line) });
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(
  [
    '',
    `${report.kills} kills (${report.killsWhileStarting} while starting) in ${seconds} s`,
    `${report.clients} clients, ${report.refreshes} refreshes, ${report.lostReplies} replies lost, ${report.recoveries} of them missed for longer than the overlap window`,
    `${report.tokensPresented} tokens presented afterwards`,
    report.broken.length === 0 ? 'every promise held' : `${report.broken.length} broken promises:`,
    ...report.broken.map((line) => `  ${line}`),
  ].join('\n'),
);
process.exitCode = report.broken.length === 0 ? 0 : 1;
