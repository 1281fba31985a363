import { setTimeout as pause } from 'node:timers/promises';
import { spinner } from '@clack/prompts';
import { runSmokeProgram } from './smoke/smoke-program.ts';
import { terminal } from './terminal.ts';
import { readStackOutputs } from './stack-outputs.ts';

/** `npm run smoke -- <ApiUrl>`: does a deployment do what it should? */
process.exitCode = await runSmokeProgram(process.argv.slice(2), {
  ...terminal,
  fetch: globalThis.fetch,
  async wait(ms, label) {
    if (!process.stderr.isTTY) {
      console.error(label);
      return pause(ms);
    }
    const waiting = spinner({ indicator: 'timer', output: process.stderr });
    waiting.start(label);
    await pause(ms);
    waiting.stop(label);
  },
  now: () => Date.now(),
  readOutputs: (stack) => readStackOutputs(stack, process.env),
});
