import process from 'node:process';

/** `npm start`. Nothing is imported before the version is known to be able to run it. */
const [major = 0] = process.versions.node.split('.').map(Number);

if (major < 24) {
  console.error(
    `Latchkey's local edition needs Node.js 24 or newer, and this is ${process.version}: install Node.js 24 and start again.`,
  );
  process.exitCode = 1;
} else {
  const { runFromTerminal } = await import('./terminal/run-from-terminal.ts');
  await runFromTerminal(process.env);
}
