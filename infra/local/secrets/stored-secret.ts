/** One version of a secret. */
export interface SecretVersion {
  readonly versionId: string;
  /** `null`: announced by a rotation, and not written yet. */
  readonly secretString: string | null;
  readonly stages: readonly string[];
  /** Seconds since the epoch, as the protocol has it. */
  readonly createdDate: number;
}

/** A secret as it lies on disk. */
export interface StoredSecret {
  readonly arn: string;
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly SecretVersion[];
}

/** The stage that GetSecretValue reads when none is named. */
export const CURRENT = 'AWSCURRENT';
/** The stage that the version before the current one gets by itself. */
export const PREVIOUS = 'AWSPREVIOUS';
/** The stage of the version that a rotation is making. */
export const PENDING = 'AWSPENDING';

/** Versions without a stage are kept up to this many, for the idempotency of their request tokens. */
const UNSTAGED_VERSIONS_KEPT = 100;

/** @returns the version that carries the stage, or `undefined` */
export const versionWithStage = (secret: StoredSecret, stage: string): SecretVersion | undefined =>
  secret.versions.find(({ stages }) => stages.includes(stage));

/**
 * Moves a stage to one version, or only away. `AWSPREVIOUS` follows `AWSCURRENT` by itself.
 *
 * @param to `null`: no version gets it
 */
export function moveStage(secret: StoredSecret, stage: string, to: string | null): StoredSecret {
  const from = versionWithStage(secret, stage);
  const moved = relabel(secret, stage, to);
  const leftBehind = stage === CURRENT && from !== undefined && from.versionId !== to;
  return leftBehind ? relabel(moved, PREVIOUS, from.versionId) : moved;
}

/** @returns the secret with one more version that has no stage yet; the oldest forgotten ones go */
export function addVersion(
  secret: StoredSecret,
  version: Omit<SecretVersion, 'stages'>,
): StoredSecret {
  const unstaged = secret.versions.filter(({ stages }) => stages.length === 0);
  const forgotten = new Set(
    unstaged.slice(0, Math.max(0, unstaged.length - UNSTAGED_VERSIONS_KEPT)),
  );
  const kept = secret.versions.filter((candidate) => !forgotten.has(candidate));
  return { ...secret, versions: [...kept, { ...version, stages: [] }] };
}

/**
 * What Secrets Manager does before it calls a rotation function: the version is there, pending and
 * without a value. A version that is there already keeps what it has.
 *
 * @param now milliseconds since the epoch
 */
export function announceVersion(
  secret: StoredSecret,
  versionId: string,
  now: number,
): StoredSecret {
  const isThere = secret.versions.some((version) => version.versionId === versionId);
  const announced = { versionId, secretString: null, createdDate: now / 1000 };
  return moveStage(isThere ? secret : addVersion(secret, announced), PENDING, versionId);
}

/** @returns the secret without that version, if nobody has written its value */
export const dropUnwritten = (secret: StoredSecret, versionId: string): StoredSecret => ({
  ...secret,
  versions: secret.versions.filter(
    (version) => version.versionId !== versionId || version.secretString !== null,
  ),
});

const relabel = (secret: StoredSecret, stage: string, to: string | null): StoredSecret => ({
  ...secret,
  versions: secret.versions.map((version) => {
    const others = version.stages.filter((label) => label !== stage);
    return { ...version, stages: version.versionId === to ? [...others, stage] : others };
  }),
});
