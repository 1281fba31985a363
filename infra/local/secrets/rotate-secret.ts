import { randomUUID } from 'node:crypto';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { SecretDefinition } from '../template/secret-definitions.ts';
import type { LocalSecretsManager } from './secrets-manager-service.ts';

/** Calls a function of the stack by its ARN. */
export type InvokeFunction = (functionArn: string, payload: string) => Promise<InvocationResult>;

/** The four calls of a rotation, in their order. */
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/**
 * Rotates a secret as Secrets Manager does: one function, four calls with one token, which becomes
 * the new version's id ("Rotation by Lambda function").
 *
 * @param token of a rotation that is tried again; default: a new one
 * @throws Error naming the step that failed
 */
export async function rotateSecret(
  secret: SecretDefinition,
  secretsManager: LocalSecretsManager,
  invoke: InvokeFunction,
  token: string = randomUUID(),
): Promise<void> {
  const { rotationFunctionArn, arn, logicalId } = secret;
  if (rotationFunctionArn === null) throw new Error(`${logicalId} has no rotation`);
  secretsManager.announceRotation(arn, token);
  try {
    for (const Step of STEPS) {
      const event = { Step, SecretId: arn, ClientRequestToken: token };
      const result = await invoke(rotationFunctionArn, JSON.stringify(event));
      if (result.outcome === 'failed') {
        throw new Error(`rotation of ${logicalId} failed at ${Step}: ${result.errorMessage}`);
      }
    }
  } finally {
    secretsManager.endRotation(arn, token);
  }
}
