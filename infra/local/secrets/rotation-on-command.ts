import { randomUUID } from 'node:crypto';
import { errorAnswer, type AwsAnswer, type AwsCall, type AwsService } from '../aws/aws-endpoint.ts';
import type { SecretDefinition } from '../template/secret-definitions.ts';
import { rotateSecret, type InvokeFunction } from './rotate-secret.ts';
import type { LocalSecretsManager } from './secrets-manager-service.ts';

/**
 * Adds `RotateSecret`. It answers as soon as the pending version is there and rotates afterwards; a
 * rotation that has not ended is tried again instead of beginning another one ("RotateSecret", Secrets
 * Manager API reference).
 *
 * @param invoke calls a function of the stack by its ARN
 * @param onProblem takes one line about a rotation that failed
 */
export function withRotation(
  secretsManager: LocalSecretsManager,
  secrets: readonly SecretDefinition[],
  invoke: InvokeFunction,
  onProblem: (line: string) => void,
): AwsService {
  const underway = new Map<string, Promise<void>>();
  const begin = (secret: SecretDefinition, token: string): void => {
    if (underway.has(secret.arn)) return;
    const rotation = rotateSecret(secret, secretsManager, invoke, token)
      .catch((error: unknown) => onProblem(error instanceof Error ? error.message : String(error)))
      .finally(() => underway.delete(secret.arn));
    underway.set(secret.arn, rotation);
  };
  const refuse = (message: string): AwsAnswer =>
    errorAnswer(secretsManager, 400, 'InvalidRequestException', message);

  const rotate = async (call: AwsCall): Promise<AwsAnswer> => {
    const described = await secretsManager.answer({ ...call, operation: 'DescribeSecret' });
    if (described.status !== 200) return described;
    const { ARN, Name, VersionIdsToStages } = JSON.parse(String(described.body)) as Description;
    const secret = secrets.find(({ arn }) => arn === ARN);
    if (!secret?.rotationFunctionArn) {
      return refuse('No Lambda rotation function ARN is associated with this secret.');
    }
    const asked = call.body['ClientRequestToken'];
    const token = typeof asked === 'string' ? asked : randomUUID();
    const pending = pendingVersion(VersionIdsToStages);
    begin(secret, pending ?? token);
    if (pending !== undefined && pending !== token) {
      return refuse("A previous rotation isn't complete. That rotation will be reattempted.");
    }
    return { status: 200, body: JSON.stringify({ ARN, Name, VersionId: token }) };
  };

  return {
    ...secretsManager,
    answer: (call) =>
      call.operation === 'RotateSecret' ? rotate(call) : secretsManager.answer(call),
  };
}

interface Description {
  readonly ARN: string;
  readonly Name: string;
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>;
}

const pendingVersion = (versions: Description['VersionIdsToStages'] = {}): string | undefined =>
  Object.entries(versions).find(
    ([, stages]) => stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT'),
  )?.[0];
