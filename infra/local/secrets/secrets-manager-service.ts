import { randomUUID } from 'node:crypto';
import { errorAnswer, type AwsCall, type AwsService } from '../aws/aws-endpoint.ts';
import type { SecretDefinition } from '../template/secret-definitions.ts';
import { listOf, scalarText } from '../template/template.ts';
import type { SecretFolder } from './secret-folder.ts';
import {
  describeSecret,
  getSecretValue,
  listSecretVersionIds,
  putSecretValue,
  updateSecretVersionStage,
  type OperationResult,
} from './secret-operations.ts';
import { SecretsManagerError } from './secrets-manager-error.ts';
import {
  announceVersion,
  dropUnwritten,
  versionWithStage,
  type StoredSecret,
} from './stored-secret.ts';

/** Secrets Manager on a folder, with the secrets of one stack. */
export interface LocalSecretsManager extends AwsService {
  /** Runs an operation of the local edition's own, past IAM. */
  run(operation: string, body: AwsCall['body']): object;
  /** Makes the pending version that a rotation will write. */
  announceRotation(arn: string, versionId: string): void;
  /** Takes that version away again if the rotation wrote nothing. */
  endRotation(arn: string, versionId: string): void;
}

const NAME = { contentType: 'application/x-amz-json-1.1', errorPrefix: '' };

/**
 * Opens the stack's secrets; one that the template gives a value gets it once.
 *
 * @param now milliseconds since the epoch
 */
export function createSecretsManager(
  folder: SecretFolder,
  definitions: readonly SecretDefinition[],
  now: () => number,
): LocalSecretsManager {
  const secrets = new Map<string, StoredSecret>();
  const save = (secret: StoredSecret): void => {
    if (secrets.get(secret.arn) === secret) return;
    folder.write(secret);
    secrets.set(secret.arn, secret);
  };
  for (const definition of definitions) {
    const { arn, name } = definition;
    const stored = folder.read(arn);
    secrets.set(arn, stored ?? { arn, name, versions: [] });
    const first = stored === null ? definition.firstValue() : null;
    if (first !== null) {
      const request = { ClientRequestToken: randomUUID(), SecretString: first };
      save(putSecretValue({ arn, name, versions: [] }, request, now()).secret);
    }
  }
  const definitionOf = (secretId: string): SecretDefinition | undefined =>
    definitions.find(({ arn, name }) => [arn, name, arn.slice(0, -7)].includes(secretId));

  const run = (operation: string, body: AwsCall['body']): OperationResult => {
    const definition = definitionOf(scalarText(body['SecretId']));
    const secret = definition && secrets.get(definition.arn);
    if (!definition || !secret) {
      const message = "Secrets Manager can't find the specified secret.";
      throw new SecretsManagerError('ResourceNotFoundException', message);
    }
    switch (operation) {
      case 'GetSecretValue':
        return getSecretValue(secret, body);
      case 'PutSecretValue': {
        const token = body['ClientRequestToken'];
        return putSecretValue(
          secret,
          { ...body, ClientRequestToken: typeof token === 'string' ? token : randomUUID() },
          now(),
        );
      }
      case 'UpdateSecretVersionStage':
        return updateSecretVersionStage(secret, {
          ...body,
          VersionStage: scalarText(body['VersionStage']),
        });
      case 'DescribeSecret':
        return describeSecret(secret, definition.rotationFunctionArn);
      case 'ListSecretVersionIds':
        return listSecretVersionIds(secret, body);
      default:
        throw new SecretsManagerError(
          'UnknownOperationException',
          `${operation} is not known here`,
        );
    }
  };
  const runAndSave = (operation: string, body: AwsCall['body']): object => {
    const { secret, answer } = run(operation, body);
    save(secret);
    return answer;
  };

  return {
    ...NAME,
    name: 'Secrets Manager',
    signingName: 'secretsmanager',
    run: runAndSave,
    announceRotation(arn, versionId) {
      const secret = secrets.get(arn);
      if (secret) save(announceVersion(secret, versionId, now()));
    },
    endRotation(arn, versionId) {
      const secret = secrets.get(arn);
      if (secret) save(dropUnwritten(secret, versionId));
    },
    accessOf({ operation, body }) {
      const secretId = scalarText(body['SecretId'] ?? '*');
      const definition = definitionOf(secretId);
      const secret = definition && secrets.get(definition.arn);
      const versionId = body['VersionId'];
      const current = secret && versionWithStage(secret, 'AWSCURRENT')?.versionId;
      const stage = body['VersionStage'] ?? (versionId === undefined ? 'AWSCURRENT' : undefined);
      const stages = operation === 'PutSecretValue' ? listOf(body['VersionStages']) : listOf(stage);
      return [
        {
          action: `secretsmanager:${operation}`,
          resource: definition?.arn ?? secretId,
          context: {
            'secretsmanager:SecretId': [definition?.arn ?? secretId],
            'secretsmanager:VersionStage': stages.map(String),
            'secretsmanager:VersionId': [versionId ?? current ?? ''].map(scalarText),
            'secretsmanager:resource/AllowRotationLambdaArn': definition?.rotationFunctionArn
              ? [definition.rotationFunctionArn]
              : [],
          },
        },
      ];
    },
    answer({ operation, body }) {
      try {
        return Promise.resolve({ status: 200, body: JSON.stringify(runAndSave(operation, body)) });
      } catch (error) {
        if (!(error instanceof SecretsManagerError)) return Promise.reject(error);
        return Promise.resolve(errorAnswer(NAME, 400, error.code, error.message));
      }
    },
  };
}
