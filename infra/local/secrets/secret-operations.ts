import { SecretsManagerError } from './secrets-manager-error.ts';
import {
  addVersion,
  CURRENT,
  moveStage,
  versionWithStage,
  type SecretVersion,
  type StoredSecret,
} from './stored-secret.ts';

/** What an operation did: the secret after it, and what it answers. */
export interface OperationResult {
  readonly secret: StoredSecret;
  readonly answer: object;
}

const fail = (code: SecretsManagerError['code'], message: string): never => {
  throw new SecretsManagerError(code, message);
};

/** GetSecretValue: by version, by stage, or the current one. */
export function getSecretValue(
  secret: StoredSecret,
  request: { readonly VersionId?: string; readonly VersionStage?: string },
): OperationResult {
  const { VersionId: id, VersionStage } = request;
  const stage = VersionStage ?? (id === undefined ? CURRENT : undefined);
  const version =
    id === undefined
      ? versionWithStage(secret, stage ?? CURRENT)
      : secret.versions.find(({ versionId }) => versionId === id);
  if (!version || version.secretString === null) {
    const what = id === undefined ? `staging label: ${stage}` : `VersionId: ${id}`;
    const message = `Secrets Manager can't find the specified secret value for ${what}`;
    return fail('ResourceNotFoundException', message);
  }
  if (stage !== undefined && !version.stages.includes(stage)) {
    return fail(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }
  return { secret, answer: valueOf(secret, version) };
}

/**
 * PutSecretValue. Without stages the new version becomes the current one, and so does the first
 * version of a secret whatever its stages. The same request token with the same value does nothing.
 *
 * @param now milliseconds since the epoch
 */
export function putSecretValue(
  secret: StoredSecret,
  request: {
    readonly ClientRequestToken: string;
    readonly SecretString?: string;
    readonly VersionStages?: readonly string[];
  },
  now: number,
): OperationResult {
  const { ClientRequestToken: versionId, SecretString: secretString, VersionStages } = request;
  if (secretString === undefined) {
    return fail('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
  }
  const existing = secret.versions.find((version) => version.versionId === versionId);
  const isAnnounced = existing?.secretString === null;
  if (existing && !isAnnounced) {
    return existing.secretString === secretString
      ? { secret, answer: putAnswer(secret, existing) }
      : fail(
          'ResourceExistsException',
          `A resource with the ID you requested already exists (version ${versionId}): a version can't be modified.`,
        );
  }
  const asked = VersionStages ?? [CURRENT];
  const isFirst = secret.versions.every((version) => version.secretString === null);
  const stages = isFirst ? [...new Set([CURRENT, ...asked])] : asked;
  const version = { versionId, secretString, createdDate: now / 1000 };
  const added = isAnnounced ? writeAnnounced(secret, version) : addVersion(secret, version);
  const staged = stages.reduce((next, stage) => moveStage(next, stage, versionId), added);
  const written = staged.versions.find((candidate) => candidate.versionId === versionId);
  return { secret: staged, answer: putAnswer(staged, written as SecretVersion) };
}

/**
 * UpdateSecretVersionStage. A stage that another version carries moves only if `RemoveFromVersionId`
 * names that version: a compare-and-swap.
 */
export function updateSecretVersionStage(
  secret: StoredSecret,
  request: {
    readonly VersionStage: string;
    readonly MoveToVersionId?: string;
    readonly RemoveFromVersionId?: string;
  },
): OperationResult {
  const { VersionStage: stage, MoveToVersionId: to, RemoveFromVersionId: from } = request;
  const holder = versionWithStage(secret, stage)?.versionId;
  for (const id of [to, from]) {
    if (id !== undefined && !secret.versions.some(({ versionId }) => versionId === id)) {
      return fail('ResourceNotFoundException', `Secrets Manager can't find the version ${id}.`);
    }
  }
  if (from !== undefined && from !== holder) {
    return fail(
      'InvalidParameterException',
      `The staging label ${stage} isn't currently attached to version ${from}.`,
    );
  }
  if (to !== undefined && from === undefined && holder !== undefined && holder !== to) {
    return fail(
      'InvalidParameterException',
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (to === undefined && stage === CURRENT) {
    return fail(
      'InvalidParameterException',
      `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
    );
  }
  if (to === undefined && from === undefined) {
    return fail(
      'InvalidParameterException',
      'MoveToVersionId and RemoveFromVersionId are both empty.',
    );
  }
  const moved = moveStage(secret, stage, to ?? null);
  return { secret: moved, answer: { ARN: secret.arn, Name: secret.name } };
}

/** DescribeSecret: never a value. */
export const describeSecret = (
  secret: StoredSecret,
  rotationFunctionArn: string | null,
): OperationResult => ({
  secret,
  answer: {
    ARN: secret.arn,
    Name: secret.name,
    RotationEnabled: rotationFunctionArn !== null,
    ...(rotationFunctionArn === null ? {} : { RotationLambdaARN: rotationFunctionArn }),
    ...(secret.versions.length === 0
      ? {}
      : {
          VersionIdsToStages: Object.fromEntries(
            secret.versions
              .filter(({ stages }) => stages.length > 0)
              .map(({ versionId, stages }) => [versionId, stages]),
          ),
        }),
  },
});

/** ListSecretVersionIds: those with a stage, and on request the deprecated ones too. */
export const listSecretVersionIds = (
  secret: StoredSecret,
  request: { readonly IncludeDeprecated?: boolean },
): OperationResult => ({
  secret,
  answer: {
    ARN: secret.arn,
    Name: secret.name,
    Versions: secret.versions
      .filter(({ stages }) => request.IncludeDeprecated === true || stages.length > 0)
      .map(({ versionId, stages, createdDate }) => ({
        VersionId: versionId,
        VersionStages: stages,
        CreatedDate: createdDate,
      })),
  },
});

const writeAnnounced = (
  secret: StoredSecret,
  written: Omit<SecretVersion, 'stages'>,
): StoredSecret => ({
  ...secret,
  versions: secret.versions.map((version) =>
    version.versionId === written.versionId ? { ...version, ...written } : version,
  ),
});

const putAnswer = (secret: StoredSecret, { versionId, stages }: SecretVersion): object => ({
  ARN: secret.arn,
  Name: secret.name,
  VersionId: versionId,
  VersionStages: stages,
});

const valueOf = (secret: StoredSecret, version: SecretVersion): object => ({
  ...putAnswer(secret, version),
  SecretString: version.secretString,
  CreatedDate: version.createdDate,
});
