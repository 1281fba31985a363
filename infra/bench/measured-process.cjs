/**
 * One fresh process of one function: loads its bundle, hands it one event and reports two times since
 * the process began, and the processor's time that it took. The event comes through standard input and the report leaves through a pipe:
 * Lambda's own runtime client is native, and an HTTP client here would hide what the bundle pays for
 * its own.
 */
const { readFileSync, writeSync } = require('node:fs');

const REPORT_PIPE = 3;
const { handler } = require(process.argv[2]);
const loadedMs = performance.now();

const report = (answer) => {
  const answeredMs = performance.now();
  const { user, system } = process.cpuUsage();
  const cpuMs = (user + system) / 1000;
  writeSync(REPORT_PIPE, JSON.stringify({ loadedMs, answeredMs, cpuMs, answer }));
  process.exit(0);
};

const event = JSON.parse(readFileSync(0, 'utf8'));
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 };
if (event === null) report(null);
else
  handler(event, context).then(report, (error) => {
    report({ failed: error instanceof Error ? error.message : 'failed' });
  });
