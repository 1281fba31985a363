import { Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../cli-error.ts';
import { runCommandLine } from '../run-command-line.ts';
import type { StackOutputs } from '../stack-outputs.ts';
import type { SmokeRun } from './check.ts';
import { leaveNothing, runChecks, type CheckResult } from './run-checks.ts';
import { serviceChecks } from './service-checks.ts';
import { createSmokeClient } from './smoke-client.ts';
import {
  readCredentials,
  type CredentialOptions,
  type PasswordSources,
} from './smoke-credentials.ts';
import { findTarget, type TargetOptions } from './smoke-target.ts';
import { logoutCheck, reuseChecks, reusingRefreshCheck, tokenChecks } from './token-checks.ts';

/** What the command has around it. */
export interface Surroundings extends PasswordSources {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /** One line about what is going on; it isn't part of the result. */
  readonly note: (line: string) => void;
  readonly fetch: typeof globalThis.fetch;
  /** Waits, and shows that it does. */
  readonly wait: (ms: number, label: string) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly readOutputs: (stack: string) => Promise<StackOutputs>;
}

type Options = TargetOptions &
  CredentialOptions & {
    readonly audience?: string;
    readonly route: string;
    readonly overlapWindow: number;
    readonly skipReuse?: true;
    readonly json?: true;
  };

const NAME_WIDTH = 54;
const MARKS = { held: '✓', failed: '✗', skipped: '–' } as const;

/**
 * Runs one command line. What goes wrong is one line on `note`.
 *
 * @param words the command line after the program's name
 * @returns the exit code: 0 if every check held (see `EXIT`)
 */
export async function runSmokeProgram(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  let hasFailed = false;
  const program = new Command('smoke')
    .description(
      'Tries a deployed token service from outside, as a client does, and leaves no session behind.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.print(text.trimEnd()),
      writeErr: (text) => surroundings.note(text.trimEnd()),
    })
    .argument('[url]', 'the ApiUrl')
    .helpOption('--help', 'what can be asked')
    .option('--outputs <file>', 'or what cdk deploy --outputs-file wrote')
    .option('--stack <name>', 'and which stack in it; without a file, CloudFormation is asked')
    .option('--username <name>', 'who logs in (on this machine: the demo user)')
    .option('--password-stdin', 'read the password from a pipe, else it is asked for')
    .option('--client-id <id>', 'as which client')
    .option('--issuer <url>', 'the issuer, if it is neither the ApiUrl nor in the outputs')
    .option('--audience <audience>', 'what the tokens are for, if not the issuer')
    .option('--route <path>', 'a guarded route that any token opens', '/users/me')
    .option('--overlap-window <seconds>', "the service's overlapWindow", seconds, 10)
    .option('--skip-reuse', 'leave out what has to wait that long')
    .option('--json', 'print JSON')
    .action(async (url: string | undefined, options: Options) => {
      const results = await smokeTest(url, options, surroundings);
      hasFailed = results.some(({ outcome }) => outcome !== 'held');
    });
  const exitCode = await runCommandLine(program, words, surroundings.note);
  return exitCode === EXIT.done && hasFailed ? EXIT.failed : exitCode;
}

async function smokeTest(
  address: string | undefined,
  options: Options,
  surroundings: Surroundings,
): Promise<readonly CheckResult[]> {
  const { print, note, now, json = false, skipReuse = false } = { ...surroundings, ...options };
  const target = await findTarget(address, options, surroundings.readOutputs);
  const smoke: SmokeRun = {
    ...target,
    client: createSmokeClient(target.url, surroundings.fetch),
    audiences: [options.audience ?? target.issuer],
    route: options.route,
    credentials: await readCredentials(target.url, options, surroundings),
    now,
    begun: [],
  };
  const results: CheckResult[] = [];
  const onResult = (result: CheckResult): void => {
    results.push(result);
    if (json) return;
    const { name, outcome, ms, detail } = result;
    print(`${MARKS[outcome]} ${name.padEnd(NAME_WIDTH)} ${String(ms).padStart(6)} ms`);
    if (detail !== undefined) print(`    ${detail}`);
  };
  note(`trying ${target.url}`);
  try {
    await runChecks(smoke, serviceChecks, onResult);
    // Without a login there is nothing to wait for.
    const early = skipReuse || smoke.session === undefined ? [] : reuseChecks.early;
    await runChecks(smoke, early, onResult);
    const refreshing = skipReuse ? [...tokenChecks.slice(0, -1), reusingRefreshCheck] : tokenChecks;
    await runChecks(smoke, [...refreshing, logoutCheck], onResult);
    if (smoke.stolen !== undefined) {
      const over = smoke.stolen.rotatedAt + (options.overlapWindow + 1) * 1000;
      const label = `waiting until the overlap window of ${options.overlapWindow} s is over`;
      await surroundings.wait(Math.max(0, over - now()), label);
    }
    if (early.length > 0) await runChecks(smoke, reuseChecks.late, onResult);
  } finally {
    const left = await leaveNothing(smoke);
    if (left > 0)
      note(`${left} session${left === 1 ? '' : 's'} could not be ended: revoke by hand`);
  }
  const held = results.filter(({ outcome }) => outcome === 'held').length;
  if (json)
    print(JSON.stringify({ ...target, held, of: results.length, checks: results }, null, 2));
  else print(`${held} of ${results.length} checks held`);
  return results;
}

function seconds(text: string): number {
  if (/^\d{1,2}$/.test(text) && Number(text) >= 6 && Number(text) <= 60) return Number(text);
  throw new InvalidArgumentError('it is 6 to 60 seconds.');
}
