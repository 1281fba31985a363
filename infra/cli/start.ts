import { Command } from 'commander';
import { runFromTerminal } from '../local/terminal/run-from-terminal.ts';

/** `npm start` in this repository, and `npx latchkey start` for who has installed the package. */
const program = new Command('latchkey start')
  .description(
    'Runs a stack on this machine: in the repository its own, elsewhere that of the cdk.json here.',
  )
  .helpOption('--help', 'what can be asked')
  .option('--port <number>', 'of the API that gives tokens; others get the ports after it (PORT)')
  .option('--data <folder>', 'where its tables and keys lie (LATCHKEY_DATA)')
  .option('--assembly <folder>', 'what cdk synth has made, as it is (LATCHKEY_ASSEMBLY)')
  .option('--stack <name>', 'which one, when the app has several (LATCHKEY_STACK)')
  .allowExcessArguments(false)
  .parse();

const { port, data, assembly, stack } = program.opts<Record<string, string | undefined>>();
await runFromTerminal({
  ...process.env,
  ...(port !== undefined && { PORT: port }),
  ...(data !== undefined && { LATCHKEY_DATA: data }),
  ...(assembly !== undefined && { LATCHKEY_ASSEMBLY: assembly }),
  ...(stack !== undefined && { LATCHKEY_STACK: stack }),
});
