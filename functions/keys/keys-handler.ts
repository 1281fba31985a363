import { rotateRing } from '../core/keys/rotate-ring.ts';
import { ensureKeys } from '../core/keys/settle-keys.ts';
import { answerCustomResource, isCustomResourceEvent } from './custom-resource.ts';
import type { KeysContext, KeysFunction, KeysLog, KeysSurroundings } from './keys-function.ts';
import { carryOut, isOperatorCommand } from './operator-command.ts';
import { isRotationEvent, ringOf } from './rotation-event.ts';

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
