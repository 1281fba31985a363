import type { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { UnreadableSecretError, type SecretVersion } from '../../core/keys/secret-store.ts';

/**
 * @returns the version that the command asks for, or `null` when there is none or it has no value
 *   (`ResourceNotFoundException`)
 * @throws UnreadableSecretError when the value is binary
 */
export async function readSecretVersion(
  client: Pick<SecretsManagerClient, 'send'>,
  command: GetSecretValueCommand,
): Promise<SecretVersion | null> {
  try {
    const { VersionId: versionId, SecretString: value } = await client.send(command);
    if (versionId === undefined || value === undefined) {
      throw new UnreadableSecretError(command.input.SecretId ?? '', 'it must be a text');
    }
    return { versionId, value };
  } catch (error) {
    if (isNamed(error, ['ResourceNotFoundException'])) return null;
    throw error;
  }
}

/** @returns whether the service answered with one of these errors */
export const isNamed = (error: unknown, names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);
