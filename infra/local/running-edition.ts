import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AccessKey } from './aws/principal.ts';
import type { LocalVerifier } from './local-verifiers.ts';
import type { TablePair } from './table-pairs.ts';
import { LOCAL_REGION } from './template/stack-template.ts';

/** What another process needs to work with a running local edition. */
export interface RunningEdition {
  readonly pid: number;
  readonly region: string;
  readonly dynamoDbUrl: string;
  readonly lambdaUrl: string;
  readonly secretsManagerUrl: string;
  /** It may do anything, as long as this edition runs. */
  readonly administrator: AccessKey;
  /** The functions that rotate secrets, by ARN. */
  readonly rotationFunctionArns: readonly string[];
  /** The tables of its token services. */
  readonly tables: readonly TablePair[];
  /** Whose access tokens its functions take. */
  readonly verifiers: readonly LocalVerifier[];
}

const pathIn = (dataDirectory: string): string => join(resolve(dataDirectory), 'running.json');

/**
 * Leaves word in the data folder, readable by its owner only like the secrets beside it.
 *
 * @returns takes the word back
 */
export function announceEdition(
  dataDirectory: string,
  edition: Omit<RunningEdition, 'pid' | 'region'>,
): () => void {
  const path = pathIn(dataDirectory);
  const running: RunningEdition = { pid: process.pid, region: LOCAL_REGION, ...edition };
  writeFileSync(`${path}.new`, JSON.stringify(running), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return () => rmSync(path, { force: true });
}

/** @returns the edition that runs on this data folder, or `null`; one that was killed doesn't count */
export function findRunningEdition(dataDirectory: string): RunningEdition | null {
  try {
    const running = JSON.parse(readFileSync(pathIn(dataDirectory), 'utf8')) as RunningEdition;
    process.kill(running.pid, 0);
    return running;
  } catch {
    return null;
  }
}
