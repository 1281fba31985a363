import { randomUUID } from 'node:crypto';

import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

import type { RotatingSecretStore, SecretVersion } from '../../core/keys/secret-store.ts';
import { isNamed, readSecretVersion } from './read-secret-version.ts';

/** Under which a value is put before it becomes current. It is never read by this name. */
const WRITING_STAGE = 'LatchkeyWriting';

/** What Secrets Manager answers when a label is not where the request says it is. */
const LABEL_MOVED = [
  'InvalidParameterException',
  'InvalidRequestException',
  'ResourceNotFoundException',
];

/**
 * One secret of AWS Secrets Manager with compare-and-swap. `UpdateSecretVersionStage` fails unless
 * `RemoveFromVersionId` names the version that `AWSCURRENT` is on, which makes it the swap.
 *
 * @param client shared by all secrets
 * @param secretId the secret's ARN
 */
export function createSecretsManagerStore(
  client: Pick<SecretsManagerClient, 'send'>,
  secretId: string,
): RotatingSecretStore {
  const readCurrent = async (): Promise<SecretVersion | null> =>
    readSecretVersion(client, new GetSecretValueCommand({ SecretId: secretId }));

  const moveCurrent = async (to: string, from: string | null): Promise<boolean> => {
    try {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: secretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: to,
          ...(from === null ? {} : { RemoveFromVersionId: from }),
        }),
      );
      return true;
    } catch (error) {
      if (!isNamed(error, LABEL_MOVED)) throw error;
      // Also after a retry of the SDK whose first try had moved the label.
      return (await readCurrent())?.versionId === to;
    }
  };

  return {
    read: readCurrent,

    async compareAndSwap(versionRead, value) {
      const versionId = randomUUID();
      const put = await client.send(
        new PutSecretValueCommand({
          SecretId: secretId,
          ClientRequestToken: versionId,
          SecretString: value,
          VersionStages: [WRITING_STAGE],
        }),
      );
      // The first version of a secret becomes current by itself, for one of the first writers.
      if (put.VersionStages?.includes('AWSCURRENT')) return true;
      return moveCurrent(versionId, versionRead);
    },

    async stagesOf(versionId) {
      const secret = await client.send(new DescribeSecretCommand({ SecretId: secretId }));
      return secret.VersionIdsToStages?.[versionId] ?? [];
    },

    async readPending(requestToken) {
      const command = new GetSecretValueCommand({
        SecretId: secretId,
        VersionId: requestToken,
        VersionStage: 'AWSPENDING',
      });
      try {
        return (await readSecretVersion(client, command))?.value ?? null;
      } catch (error) {
        // The version is there, and not pending any more.
        if (isNamed(error, ['InvalidRequestException'])) return null;
        throw error;
      }
    },

    async putPending(requestToken, value) {
      try {
        await client.send(
          new PutSecretValueCommand({
            SecretId: secretId,
            ClientRequestToken: requestToken,
            SecretString: value,
            VersionStages: ['AWSPENDING'],
          }),
        );
      } catch (error) {
        // A parallel run of the same rotation gave the version another value first: that one counts.
        if (!isNamed(error, ['ResourceExistsException'])) throw error;
      }
    },

    async removePending(requestToken) {
      try {
        await client.send(
          new UpdateSecretVersionStageCommand({
            SecretId: secretId,
            VersionStage: 'AWSPENDING',
            RemoveFromVersionId: requestToken,
          }),
        );
      } catch (error) {
        if (!isNamed(error, LABEL_MOVED)) throw error;
        const { VersionIdsToStages: stages } = await client.send(
          new DescribeSecretCommand({ SecretId: secretId }),
        );
        if (stages?.[requestToken]?.includes('AWSPENDING')) throw error;
      }
    },
  };
}
