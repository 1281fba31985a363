import {
  DescribeSecretCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import { awsError } from '../aws-error.ts';
import { CliError } from '../cli-error.ts';
import { invokeFunction, type Invoker } from './invoke-function.ts';
import type { KeysService } from './keys-service.ts';

/** A service whose keys function and secrets can be reached. */
export interface ReachableKeys {
  readonly name: string;
  readonly functionName: string;
  readonly invoker: Invoker;
  readonly secretsManager: SecretsManagerClient;
  readonly close?: () => Promise<void>;
}

/** Works through the keys function and Secrets Manager's schedule, on AWS and locally alike. */
export const createKeysService = ({
  name,
  functionName,
  invoker,
  secretsManager,
  close = () => Promise.resolve(),
}: ReachableKeys): KeysService => ({
  name,
  async send(command) {
    const answer = await invokeFunction(invoker, functionName, command);
    if (!isOperatorAnswer(answer)) {
      throw new CliError(
        `${functionName} doesn't answer like Latchkey's keys function: check its name`,
      );
    }
    return answer;
  },
  async rotate(secretArn) {
    try {
      await secretsManager.send(new RotateSecretCommand({ SecretId: secretArn }));
      return 'begun';
    } catch (error) {
      if (/previous rotation/i.test((error as Error).message)) return 'unfinished';
      throw awsError('Secrets Manager', error);
    }
  },
  async nextRotation(secretArn) {
    // A nicety: an operator without the right to ask still gets the rest.
    const secret = await secretsManager
      .send(new DescribeSecretCommand({ SecretId: secretArn }))
      .catch(() => null);
    return secret?.NextRotationDate?.getTime() ?? null;
  },
  async close() {
    secretsManager.destroy();
    await close();
  },
});

const isOperatorAnswer = (answer: unknown): answer is OperatorAnswer =>
  typeof answer === 'object' && answer !== null && 'signing' in answer && 'secrets' in answer;
