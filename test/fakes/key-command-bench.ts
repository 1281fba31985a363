import { rotateRing, ROTATION_STEPS } from '../../functions/core/keys/rotate-ring.ts';
import {
  rotatedRefreshTokenKeys,
  rotatedSigningKeys,
} from '../../functions/core/keys/rotated-rings.ts';
import { ensureKeys } from '../../functions/core/keys/settle-keys.ts';
import { carryOut, isOperatorCommand } from '../../functions/keys/operator-command.ts';
import type { KeysService } from '../../infra/cli/keys/keys-service.ts';
import { runKeysProgram } from '../../infra/cli/keys/keys-program.ts';
import { DAY, keyWorld } from './key-world.ts';

/** Command lines over the real keys function and a Secrets Manager in memory. */
export async function keyCommandBench() {
  const world = keyWorld();
  await ensureKeys(world.ports);
  world.clock.time += DAY;
  const sent: string[] = [];
  const settings = {
    /** What the operator says when asked; `null`: there is nobody to ask. */
    answer: null as boolean | null,
    nextRotation: world.clock.time + 29 * DAY,
    /** `false`: Secrets Manager's rotation gets nowhere. */
    rotates: true,
    unfinished: false,
  };
  const service: KeysService = {
    name: 'stack Test',
    async send(command) {
      sent.push(command.command);
      // As it goes over the wire.
      const event: unknown = JSON.parse(JSON.stringify(command));
      if (!isOperatorCommand(event)) throw new Error('the function would not take it');
      const { ports } = world;
      return carryOut(
        event,
        { ports, signingKeysSecretArn: 'signing', refreshTokenKeysSecretArn: 'refresh' },
        {
          context: { getRemainingTimeInMillis: () => 120_000 },
          pause: async (ms) => void (world.clock.time += ms),
        },
      );
    },
    async rotate(secretArn) {
      const ring =
        secretArn === 'signing'
          ? rotatedSigningKeys(world.ports)
          : rotatedRefreshTokenKeys(world.ports);
      if (settings.rotates) {
        const token = world.manager.beginRotation(secretArn);
        for (const step of ROTATION_STEPS) await rotateRing(step, token, ring);
      }
      return settings.unfinished ? 'unfinished' : 'begun';
    },
    nextRotation: async () => settings.nextRotation,
    close: async () => void sent.push('close'),
  };

  /** @returns the exit code and what was printed, beside the result and about it */
  const run = async (...words: string[]) => {
    const printed: string[] = [];
    const noted: string[] = [];
    const { answer } = settings;
    const exitCode = await runKeysProgram(words, {
      print: (line) => printed.push(line),
      note: (line) => noted.push(line),
      confirm:
        answer === null
          ? null
          : async (question) => {
              noted.push(question);
              return answer;
            },
      open: async () => service,
      pause: async (ms) => void (world.clock.time += ms),
    });
    return { exitCode, printed: printed.join('\n'), noted };
  };
  return { world, sent, settings, run };
}
