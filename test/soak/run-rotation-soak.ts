/**
 * `npm run soak:rotations -- [--verifications 20000]`: turns the signing keys of a local edition over
 * three times while tokens are verified over HTTP, and ends with 1 if a good one was refused.
 */
import { parseArgs } from 'node:util';
import { soakRotations } from './rotation-soak.ts';

const { values } = parseArgs({
  options: { verifications: { type: 'string', default: '20000' } },
});
const verifications = Number(values.verifications);
if (!Number.isInteger(verifications) || verifications < 500 || verifications > 10_000_000) {
  console.error('--verifications must be a whole number from 500 to 10000000');
  process.exit(2);
}
const startedAt = performance.now();
const report = await soakRotations({ verifications, onProgress: (line) => console.log(line) });
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(
  [
    '',
    `${report.rotations} rotations during ${report.verifications} verifications in ${seconds} s, tokens of ${report.signers.length} keys`,
    report.broken.length === 0
      ? 'no good token was refused'
      : `${report.broken.length} good tokens were refused:`,
    ...report.broken.map((line) => `  ${line}`),
  ].join('\n'),
);
process.exitCode = report.broken.length === 0 ? 0 : 1;
