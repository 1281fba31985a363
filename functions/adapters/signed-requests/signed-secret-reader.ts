import type { SecretReader } from '../../core/keys/secret-store.ts';
import { AwsRequestError, type SignedRequest } from './signed-request.ts';

/**
 * Reads one secret's current version.
 *
 * @param secretId its ARN or name
 * @returns the reader; a secret without a version, or none of that id, reads as `null`
 */
export function createSignedSecretReader(request: SignedRequest, secretId: string): SecretReader {
  return {
    async read() {
      let answer: unknown;
      try {
        answer = await request('secretsmanager', 'GetSecretValue', { SecretId: secretId });
      } catch (error) {
        const missing = 'ResourceNotFoundException';
        if (error instanceof AwsRequestError && error.code === missing) return null;
        throw error;
      }
      const { SecretString: value, VersionId: versionId } = answer as Record<string, unknown>;
      if (typeof value !== 'string' || typeof versionId !== 'string') {
        throw new AwsRequestError('GetSecretValue', 'Unreadable', 'the secret has no text');
      }
      return { value, versionId };
    },
  };
}
