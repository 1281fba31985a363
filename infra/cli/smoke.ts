import { setTimeout as pause } from 'node:timers/promises';
import { isCancel, password, spinner } from '@clack/prompts';
import { readPipe } from './read-pipe.ts';
import { runSmokeProgram } from './smoke/smoke-program.ts';
import { readStackOutputs } from './stack-outputs.ts';

const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
const output = process.stderr;

/** `npm run smoke -- <ApiUrl>`: does a deployment do what it should? */
process.exitCode = await runSmokeProgram(process.argv.slice(2), {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
  askSecret: isTerminal
    ? async (message) => {
        const answer = await password({ message, output });
        return isCancel(answer) ? null : answer;
      }
    : null,
  readInput: process.stdin.isTTY ? null : () => readPipe(process.stdin),
  fetch: globalThis.fetch,
  async wait(ms, label) {
    if (!process.stderr.isTTY) {
      console.error(label);
      return pause(ms);
    }
    const waiting = spinner({ indicator: 'timer', output });
    waiting.start(label);
    await pause(ms);
    waiting.stop(label);
  },
  now: () => Date.now(),
  readOutputs: (stack) => readStackOutputs(stack, process.env),
});
