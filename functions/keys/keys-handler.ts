import type { KeyPorts } from '../core/keys/key-ports.ts';
import { rotateRing } from '../core/keys/rotate-ring.ts';
import { ensureKeys } from '../core/keys/settle-keys.ts';
import { answerCustomResource, isCustomResourceEvent } from './custom-resource.ts';
import { isRotationEvent, ringOf } from './rotation-event.ts';

/** What the function works with. */
export interface KeysFunction {
  readonly ports: KeyPorts;
  readonly signingKeysSecretArn: string;
  readonly refreshTokenKeysSecretArn: string;
}

/** What there is before the function could be composed. */
export interface KeysSurroundings {
  readonly log: { error(message: string, error: unknown): void };
  /** Sends a custom resource's answer. */
  readonly put: (url: string, body: string) => Promise<void>;
}

/**
 * Makes the first keys for CloudFormation and rotates them for Secrets Manager.
 *
 * @param compose may throw: a deploy gets its answer, a failed one, even so
 */
export const createKeysHandler =
  (compose: () => KeysFunction, surroundings: KeysSurroundings) =>
  async (event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> => {
    if (isCustomResourceEvent(event)) {
      const work = async () => ensureKeys(compose().ports);
      return answerCustomResource(event, work, { ...surroundings, context });
    }
    if (!isRotationEvent(event)) throw new Error('neither a custom resource nor a rotation');
    return rotateRing(event.Step, event.ClientRequestToken, ringOf(event.SecretId, compose()));
  };
