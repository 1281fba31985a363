import { readFileSync } from 'node:fs';
import { CliError, EXIT } from '../cli-error.ts';
import { readServiceUrl } from '../service-url.ts';
import type { StackOutputs } from '../stack-outputs.ts';

/** Which deployment is tried. */
export interface SmokeTarget {
  /** The API's address, without a slash at the end. */
  readonly url: string;
  readonly issuer: string;
}

/** How it can be named. */
export interface TargetOptions {
  /** What `cdk deploy --outputs-file` wrote. */
  readonly outputs?: string;
  readonly stack?: string;
  readonly issuer?: string;
}

/**
 * @param address the API's, `undefined` where outputs say it
 * @param readOutputs asks CloudFormation, for a stack without a file
 * @throws CliError naming what is missing
 */
export async function findTarget(
  address: string | undefined,
  { outputs, stack, issuer }: TargetOptions,
  readOutputs: (stack: string) => Promise<StackOutputs>,
): Promise<SmokeTarget> {
  if ((address === undefined) === (outputs === undefined && stack === undefined)) {
    throw new CliError(
      'say which deployment: its ApiUrl (on this machine http://localhost:3000), --outputs FILE [--stack NAME], or --stack NAME',
      EXIT.usage,
    );
  }
  const found =
    outputs !== undefined
      ? outputsIn(outputs, stack)
      : stack !== undefined
        ? await readOutputs(stack)
        : { ApiUrl: address };
  if (found['ApiUrl'] === undefined) throw new CliError('the outputs have no ApiUrl: give the URL');
  const url = readServiceUrl(found['ApiUrl']).href.replace(/\/$/, '');
  return { url, issuer: issuer ?? found['IssuerUrl'] ?? url };
}

function outputsIn(path: string, stack: string | undefined): Partial<StackOutputs> {
  let stacks: Readonly<Record<string, unknown>>;
  try {
    stacks = Object(JSON.parse(readFileSync(path, 'utf8'))) as typeof stacks;
  } catch (error) {
    const { message } = error as Error;
    throw new CliError(`${path} can't be read: ${message}`, undefined, { cause: error });
  }
  const names = Object.keys(stacks);
  const [only = ''] = names;
  const name = stack ?? (names.length === 1 ? only : null);
  if (name === null) {
    throw new CliError(`${path} has ${names.length} stacks: say --stack NAME`, EXIT.usage);
  }
  if (!Object.hasOwn(stacks, name)) throw new CliError(`${path} has no stack ${name}`);
  return Object.fromEntries(
    Object.entries(Object(stacks[name]) as object).filter(([, value]) => typeof value === 'string'),
  );
}
