import type { KeyPorts } from '../core/keys/key-ports.ts';
import { rotateRing } from '../core/keys/rotate-ring.ts';
import { ensureKeys } from '../core/keys/settle-keys.ts';
import { answerCustomResource, isCustomResourceEvent } from './custom-resource.ts';
import { carryOut, isOperatorCommand } from './operator-command.ts';
import { isRotationEvent, ringOf } from './rotation-event.ts';

/** What the function works with. */
export interface KeysFunction {
  readonly ports: KeyPorts;
  readonly signingKeysSecretArn: string;
  readonly refreshTokenKeysSecretArn: string;
}

/** What is used of Lambda's own context. */
export interface KeysContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Takes what went wrong. */
export interface KeysLog {
  error(message: string, error: unknown): void;
}

/** What there is before the function could be composed. */
export interface KeysSurroundings<Log extends KeysLog> {
  readonly log: { withContext(context: { readonly requestId: string }): Log };
  /** Sends a custom resource's answer. */
  readonly put: (url: string, body: string) => Promise<void>;
  /** Waits for so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Makes the first keys for CloudFormation, rotates them for Secrets Manager, and does with them what
 * an operator commands.
 *
 * @param composeWith takes the log of one request; it may throw: a deploy gets its answer, a failed
 *   one, even so
 */
export const createKeysHandler =
  <Log extends KeysLog>(
    composeWith: (log: Log) => KeysFunction,
    { put, pause, ...surroundings }: KeysSurroundings<Log>,
  ) =>
  async (event: unknown, context: KeysContext): Promise<unknown> => {
    const log = surroundings.log.withContext({ requestId: context.awsRequestId });
    const compose = (): KeysFunction => composeWith(log);
    if (isCustomResourceEvent(event)) {
      const work = async () => ensureKeys(compose().ports);
      return answerCustomResource(event, work, { log, put, context });
    }
    if (isOperatorCommand(event)) return carryOut(event, compose(), { pause, context });
    if (!isRotationEvent(event)) throw new Error('neither a deploy, a rotation nor an operator');
    return rotateRing(event.Step, event.ClientRequestToken, ringOf(event.SecretId, compose()));
  };
