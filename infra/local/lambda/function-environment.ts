import type { AccessKey } from '../aws/principal.ts';
import { SECRET_VARIABLE } from '../only-with-secret.ts';
import type { FunctionDefinition } from '../template/function-definitions.ts';
import { LOCAL_REGION } from '../template/stack-template.ts';
import type { RuntimeApi } from './runtime-api.ts';

/** Where a function finds what it needs. */
export interface FunctionSurroundings {
  readonly key: AccessKey;
  readonly dynamoDbUrl: string;
  readonly secretsManagerUrl: string;
  /** A folder for V8's compile cache: later starts load faster. */
  readonly compileCacheFolder: string;
  /** `null`: the real clock; otherwise how far ahead the process's clock starts. */
  readonly clockOffsetMs: number | null;
}

/**
 * The whole environment of a function's process: what the template gives it, what Lambda gives it
 * (AWS's "Defined runtime environment variables"), and the two endpoints. Nothing of ours.
 */
export function functionEnvironment(
  definition: FunctionDefinition,
  surroundings: FunctionSurroundings,
  api: Pick<RuntimeApi, 'port' | 'secret'>,
): Record<string, string> {
  const { key, clockOffsetMs } = surroundings;
  return {
    PATH: process.env['PATH'] ?? '',
    // Windows needs these two to open sockets and files at all.
    ...keep('SystemRoot', 'TEMP'),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...definition.environment(),
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_SESSION_TOKEN: key.sessionToken,
    AWS_ENDPOINT_URL_DYNAMODB: surroundings.dynamoDbUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: surroundings.secretsManagerUrl,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${api.port}`,
    // Ours and for this process only; it is gone before the function's code is there.
    [SECRET_VARIABLE]: api.secret,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: definition.codeFolder,
    _HANDLER: definition.handler,
    NODE_COMPILE_CACHE: surroundings.compileCacheFolder,
    ...(clockOffsetMs === null ? {} : { LATCHKEY_CLOCK_OFFSET_MS: String(clockOffsetMs) }),
  };
}

const keep = (...names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
