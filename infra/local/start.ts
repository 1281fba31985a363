import process from 'node:process';
import './require-node-24.cjs';

/** `npm start`. Nothing else is imported before the version is known to be able to run it. */
const { runFromTerminal } = await import('./terminal/run-from-terminal.ts');
await runFromTerminal(process.env);
