import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { newAccessKey, type AccessKey, type Principal } from '../aws/principal.ts';
import type { AdjustableClock } from '../clock.ts';
import type { Role } from '../iam/role-policies.ts';
import { StartError } from '../start-error.ts';
import type { FunctionDefinition } from '../template/function-definitions.ts';
import { LOCAL_ACCOUNT } from '../template/stack-template.ts';
import { functionEnvironment } from './function-environment.ts';
import { openFunctionLog, type FunctionLog } from './function-log.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import { startFunctionProcess } from './function-process.ts';
import { failed, type InvocationResult } from './invocation.ts';

/** All functions of a stack. */
export interface FunctionHost {
  /**
   * @param name the ARN, the name or the logical id
   * @param requestId of the invocation; default: a new one
   */
  invoke(name: string, payload: string, requestId?: string): Promise<InvocationResult>;
  /** Starts one process of each of these functions, all at once. @throws StartError when one can't */
  warm(functions: readonly FunctionDefinition[]): Promise<void>;
  readonly principals: readonly Principal[];
  /** Ends every process. */
  stop(): Promise<void>;
}

/** What the functions need around them. */
export interface FunctionHostOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly Role[];
  readonly dataFolder: string;
  readonly clock: AdjustableClock;
  /** The functions' clocks can be put forward too; default: `false`, they are left alone. */
  readonly adjustableClock: boolean;
  endpoints(): { readonly dynamoDbUrl: string; readonly secretsManagerUrl: string };
  /** Takes one line for the terminal. */
  onProblem(line: string): void;
  /** Takes each line that a function logs. */
  onLine?(line: string): void;
}

/** A function has at most so many processes: more than cores don't make it faster. */
const MAX_PROCESSES = Math.min(4, Math.max(2, availableParallelism()));

interface Hosted {
  readonly definition: FunctionDefinition;
  readonly pool: FunctionPool;
  readonly log: FunctionLog;
  readonly principal: Principal;
}

/** @throws StartError when a function's role is not in the template */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const hosted = options.functions.map((definition) => host(definition, options));
  const find = (name: string): Hosted | undefined =>
    hosted.find(({ definition }) =>
      [definition.arn, definition.name, definition.logicalId].includes(name),
    );
  return {
    principals: hosted.map(({ principal }) => principal),
    invoke: (name, payload, requestId) =>
      find(name)?.pool.invoke(payload, requestId) ??
      Promise.resolve(failed('ResourceNotFoundException', `Function not found: ${name}`)),
    async warm(functions) {
      await Promise.all(
        functions.map(async ({ logicalId }) => {
          await find(logicalId)
            ?.pool.warm()
            .catch((error: unknown) => {
              const reason = error instanceof Error ? error.message : String(error);
              throw new StartError(`${logicalId} can't start: ${reason}`);
            });
        }),
      );
    },
    async stop() {
      await Promise.all(hosted.map(({ pool }) => pool.stop()));
      await Promise.all(hosted.map(({ log }) => log.close()));
    },
  };
}

function host(definition: FunctionDefinition, options: FunctionHostOptions): Hosted {
  const { clock, adjustableClock, dataFolder } = options;
  const role = options.roles.find(({ arn }) => arn === definition.roleArn);
  if (!role) {
    throw new StartError(
      `${definition.logicalId}: its role is not in the template (${definition.roleArn})`,
    );
  }
  const key: AccessKey = newAccessKey();
  const log = openFunctionLog(join(dataFolder, 'logs'), definition.logicalId, (line) =>
    options.onProblem(line),
  );
  const pool = createFunctionPool({
    functionArn: definition.arn,
    timeoutMs: definition.timeoutSeconds * 1000,
    maxProcesses: Math.min(MAX_PROCESSES, definition.reservedConcurrency ?? MAX_PROCESSES),
    clock,
    start: () =>
      startFunctionProcess(
        (api) =>
          functionEnvironment(
            definition,
            {
              key,
              ...options.endpoints(),
              compileCacheFolder: join(dataFolder, 'compile-cache'),
              clockOffsetMs: adjustableClock ? clock.offsetMs : null,
            },
            api,
          ),
        (line) => {
          log.write(line);
          options.onLine?.(line);
        },
      ),
    onPlatformLine: (line) =>
      log.write(
        JSON.stringify({
          level: 'error',
          service: 'platform',
          requestId: randomUUID(),
          message: line,
        }),
      ),
  });
  const principal: Principal = {
    key,
    name: definition.logicalId,
    arn: `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${role.name}/${definition.name}`,
    roleArn: role.arn,
    statements: role.statements,
  };
  return { definition, pool, log, principal };
}
