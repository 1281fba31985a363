import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../cli-error.ts';
import { createOperatorProgram, withService, type CommandOptions } from '../operator-program.ts';
import { runCommandLine } from '../run-command-line.ts';
import { endAllSessions, retireKeys, settleKeys } from './end-keys.ts';
import type { KeysService, KeysTarget } from './keys-service.ts';
import { printKeys } from './print-keys.ts';
import { rotateKeys } from './rotate-keys.ts';
import type { Surroundings } from './surroundings.ts';
import { RINGS, type RingName } from './timeline-lines.ts';

type Options = KeysTarget &
  CommandOptions & {
    readonly ring?: RingName;
    readonly compromised?: boolean;
    readonly wait?: boolean;
  };

/**
 * Runs one command line. What goes wrong is one line on `note`.
 *
 * @param words the command line after the program's name
 * @returns the exit code (see `EXIT`)
 */
export const runKeysProgram = (
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> => runCommandLine(buildProgram(surroundings), words, surroundings.note);

function buildProgram(surroundings: Surroundings): Command {
  const work = (options: Options, action: (service: KeysService) => Promise<void>): Promise<void> =>
    withService(surroundings.open(targetOf(options)), action);
  const { program, command, change, ...others } = createOperatorProgram(
    'keys',
    'Shows and turns over the keys of a token service.',
    (one) => one.option('--function <name>', 'or its keys function (output KeysFunctionName)'),
    surroundings,
  );
  const ending = (usage: string, description: string): Command =>
    others
      .ending(usage, description)
      .option('--no-wait', "don't wait for the minute until the key is gone");

  command('list', 'the keys and their times: publish → sign → retire → drop').action(
    (options: Options) =>
      work(options, async (service) =>
        printKeys(service, await service.send({ command: 'describe' }), options, surroundings),
      ),
  );
  change('rotate', 'let the next key sign, as the schedule does; nobody notices')
    .addOption(ring('which keys').default('signing'))
    .action((options: Options) =>
      work(options, (service) =>
        rotateKeys(service, options.ring ?? 'signing', options, surroundings),
      ),
    );
  ending('retire [kid...]', 'take keys out that have had their time')
    // One key in 64 has an id that begins like an option.
    .allowUnknownOption()
    .option('--compromised', 'end them now, and with them all tokens that they made')
    .addOption(ring('every key of a ring, because its secret leaked'))
    .action((kids: readonly string[], options: Options) => {
      const rings = options.ring === undefined ? [] : [options.ring];
      if (kids.length + rings.length === 0) throw new CliError('name a key, or --ring', EXIT.usage);
      const request = { kids, rings, compromised: options.compromised ?? false };
      return work(options, (service) => retireKeys(service, request, options, surroundings));
    });
  ending(
    'end-all-sessions',
    'end every refresh token: after a restore, or when its keys leaked',
  ).action((options: Options) =>
    work(options, (service) => endAllSessions(service, options, surroundings)),
  );
  change('settle', 'bring the keys into order, and take out what has had its time').action(
    (options: Options) => work(options, (service) => settleKeys(service, options, surroundings)),
  );
  return program;
}

const ring = (text: string): Option =>
  new Option('--ring <ring>', text).choices(Object.keys(RINGS));

/** @throws CliError unless exactly one service is named */
function targetOf({ stack, function: functionName, local }: Options): KeysTarget {
  const named = [stack, functionName, local].filter((one) => one !== undefined);
  if (named.length !== 1) {
    throw new CliError('say which service: --stack NAME, --function NAME or --local', EXIT.usage);
  }
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(functionName === undefined ? {} : { function: functionName }),
    ...(local === undefined ? {} : { local }),
  };
}
