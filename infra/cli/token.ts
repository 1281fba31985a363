import { terminal } from './terminal.ts';
import { openVerifier } from './token/open-verifier.ts';
import { runTokenProgram } from './token/token-program.ts';

/** `npm run token -- inspect …`: why a token is not valid, in plain words. */
process.exitCode = await runTokenProgram(process.argv.slice(2), {
  ...terminal,
  openVerifier: (options, issuer) => openVerifier(options, issuer, process.env),
  now: () => Date.now(),
});
