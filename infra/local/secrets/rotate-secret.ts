import { randomUUID } from 'node:crypto';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { SecretDefinition } from '../template/secret-definitions.ts';
import type { LocalSecretsManager } from './secrets-manager-service.ts';

/** The four calls of a rotation, in their order. */
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/**
 * Rotates a secret as Secrets Manager does: one function, four calls with one token, which becomes
 * the new version's id ("Rotation by Lambda function").
 *
 * @throws Error naming the step that failed
 */
export async function rotateSecret(
  secret: SecretDefinition,
  secretsManager: LocalSecretsManager,
  invoke: (functionArn: string, payload: string) => Promise<InvocationResult>,
): Promise<void> {
  const { rotationFunctionArn, arn, logicalId } = secret;
  if (rotationFunctionArn === null) throw new Error(`${logicalId} has no rotation`);
  const token = randomUUID();
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
