import type { KeyPorts } from '../core/keys/key-ports.ts';
import { ROTATION_STEPS, type RotatedRing, type RotationStep } from '../core/keys/rotate-ring.ts';
import { rotatedRefreshTokenKeys, rotatedSigningKeys } from '../core/keys/rotated-rings.ts';

/** What Secrets Manager calls a rotation function with. */
export interface RotationEvent {
  readonly Step: RotationStep;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** @returns whether Secrets Manager sent the event */
export function isRotationEvent(event: unknown): event is RotationEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { Step, SecretId, ClientRequestToken } = event as Partial<RotationEvent>;
  return (
    ROTATION_STEPS.some((step) => step === Step) &&
    typeof SecretId === 'string' &&
    typeof ClientRequestToken === 'string'
  );
}

/** @throws Error when the secret is not one of the two that are rotated */
export function ringOf(
  secretId: string,
  keys: {
    readonly ports: KeyPorts;
    readonly signingKeysSecretArn: string;
    readonly refreshTokenKeysSecretArn: string;
  },
): RotatedRing {
  if (secretId === keys.signingKeysSecretArn) return rotatedSigningKeys(keys.ports);
  if (secretId === keys.refreshTokenKeysSecretArn) return rotatedRefreshTokenKeys(keys.ports);
  throw new Error('this function does not rotate that secret');
}
