import { readPipe } from './read-pipe.ts';
import { openVerifier } from './token/open-verifier.ts';
import { runTokenProgram } from './token/token-program.ts';

/** `npm run token -- inspect …`: why a token is not valid, in plain words. */
process.exitCode = await runTokenProgram(process.argv.slice(2), {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
  readInput: process.stdin.isTTY ? null : () => readPipe(process.stdin),
  openVerifier: (options, issuer) => openVerifier(options, issuer, process.env),
  now: () => Date.now(),
});
