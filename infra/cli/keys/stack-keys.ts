import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsError } from '../aws-error.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { createKeysService } from './function-keys-service.ts';
import type { KeysService } from './keys-service.ts';

/** The tag that CloudFormation puts on whatever a stack makes. */
const STACK_TAG = 'aws:cloudformation:stack-name';

/** How the construct describes the secret whose rotation function is the keys function. */
export const SIGNING_KEYS_DESCRIPTION = 'Latchkey: signing keys';

/**
 * Opens the keys of a deployed service with the credentials and the region of the shell.
 *
 * @param target.function the function's name or ARN (output `KeysFunctionName`); else it is found by
 *   the stack's name
 * @param environment `AWS_ENDPOINT_URL_LAMBDA` is Lambda's endpoint, if it isn't the region's own
 * @throws CliError when there are no credentials, no such stack, or several services in it
 */
export async function openStackKeys(
  target: { readonly stack: string } | { readonly function: string },
  environment: Readonly<Record<string, string | undefined>>,
  secretsManager: SecretsManagerClient = new SecretsManagerClient({}),
): Promise<KeysService> {
  const { config } = secretsManager;
  const region = await config.region().catch(() => {
    throw new CliError('there is no AWS region: set AWS_REGION');
  });
  const functionName =
    'function' in target
      ? target.function
      : await findKeysFunction(secretsManager, target.stack, region);
  return createKeysService({
    name: 'function' in target ? `function ${functionName}` : `stack ${target.stack}`,
    functionName,
    invoker: {
      region,
      credentials: async () => {
        const { accessKeyId, secretAccessKey, sessionToken } = await config
          .credentials()
          .catch((error: unknown) => {
            throw awsError('Secrets Manager', error);
          });
        return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
      },
      lambdaUrl: environment['AWS_ENDPOINT_URL_LAMBDA'] ?? lambdaUrlOf(region),
    },
    secretsManager,
  });
}

/**
 * Secrets carry their stack's name as a tag, and the ARN of the function that rotates them: the keys
 * function. So no CloudFormation client is needed.
 */
async function findKeysFunction(
  secretsManager: SecretsManagerClient,
  stack: string,
  region: string,
): Promise<string> {
  const found = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await secretsManager
      .send(
        new ListSecretsCommand({
          // A prefix match: what it finds is compared below.
          Filters: [{ Key: 'tag-value', Values: [stack] }],
          NextToken: nextToken,
        }),
      )
      .catch((error: unknown) => {
        throw awsError('Secrets Manager', error);
      });
    for (const { Tags = [], Description = '', RotationLambdaARN } of page.SecretList ?? []) {
      const isOurs = Tags.some(({ Key, Value }) => Key === STACK_TAG && Value === stack);
      const isRing = Description.startsWith(SIGNING_KEYS_DESCRIPTION);
      if (isOurs && isRing && RotationLambdaARN !== undefined) found.add(RotationLambdaARN);
    }
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  const [functionArn, ...others] = found;
  if (functionArn === undefined) {
    throw new CliError(
      `there is no stack ${stack} with Latchkey's keys in ${region}: check the name, AWS_REGION and the account`,
    );
  }
  if (others.length > 0) {
    throw new CliError(
      `the stack ${stack} has several token services: name one with --function, ${[...found].join(' or ')}`,
      EXIT.usage,
    );
  }
  return functionArn;
}

const lambdaUrlOf = (region: string): string =>
  `https://lambda.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
