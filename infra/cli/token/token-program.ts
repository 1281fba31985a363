import { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import { runCommandLine } from '../run-command-line.ts';
import { inspectToken } from './inspect-token.ts';
import { printInspection } from './print-inspection.ts';
import { readToken } from './read-token.ts';
import { readUnverified } from '../../tokens/read-unverified.ts';
import type { Verifier, VerifierOptions } from './verifier.ts';

/** What the commands have around them. */
export interface Surroundings {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /** One line about what is going on; it isn't part of the result. */
  readonly note: (line: string) => void;
  /** Reads the standard input to its end; `null` where it is a terminal. */
  readonly readInput: (() => Promise<Uint8Array>) | null;
  /** See `openVerifier`. */
  readonly openVerifier: (
    options: VerifierOptions,
    tokenIssuer: unknown,
  ) => Promise<Verifier | null>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type Options = VerifierOptions & { readonly json?: boolean };

/**
 * Runs one command line. What goes wrong is one line on `note`.
 *
 * @param words the command line after the program's name
 * @returns the exit code: 0 for a token that is valid, 1 for every other (see `EXIT`)
 */
export async function runTokenProgram(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  let isBad = false;
  const program = buildProgram(surroundings, (valid) => {
    isBad = !valid;
  });
  const exitCode = await runCommandLine(program, words, surroundings.note);
  return exitCode === EXIT.done && isBad ? EXIT.failed : exitCode;
}

function buildProgram(surroundings: Surroundings, onVerdict: (valid: boolean) => void): Command {
  const program = new Command('token')
    .description('Says what is in an access token, and why it is not valid.')
    .exitOverride()
    .helpOption('--help', 'what can be asked')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => surroundings.print(text.trimEnd()),
      writeErr: (text) => surroundings.note(text.trimEnd()),
    });
  program
    .command('inspect [token]')
    .description(
      'judge one token as the authorizer does. Give - to pipe it in: others on this machine can read arguments',
    )
    .helpOption('--help', 'what can be asked')
    .option('--local', 'by the local edition, which must run (the default if it does)')
    .option('--stack <name>', 'by a deployed stack, as its outputs say')
    .option('--issuer <url>', "by an issuer's published key set")
    .option('--jwks <file>', 'and by the key set in this file instead')
    .option('--audience <audience>', 'a further audience that may be named', collect)
    .option('--json', 'print JSON')
    .action(async (argument: string | undefined, options: Options) => {
      const { token, kind } = await readToken(argument, surroundings);
      const issuer = readUnverified(token).claims['iss'];
      const verifier = kind === 'refresh' ? null : await surroundings.openVerifier(options, issuer);
      const inspection = await inspectToken({ token, kind }, verifier, surroundings.now());
      printInspection(inspection, options, surroundings);
      onVerdict(inspection.verdict === 'valid');
    });
  return program;
}

const collect = (word: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  word,
];
